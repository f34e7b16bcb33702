//! From the page as it arrived to the app. The app is built out of sight, a slice at a time, so that whoever scrolls or
//! types meanwhile is answered; then it takes the place of what is there within one frame: the skeleton, or the view that
//! the server drew. What the person did with that goes on.

use crate::app;
use crate::browser;
use crate::client::Client;
use crate::offline::Kept;
use crate::state::{Route, building};
use sycamore::prelude::create_root;
use sycamore::web::render_in_scope;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

const LIST: &str = ".conversation";
const FIELD: &str = ".composer-text";

/// Builds the app and shows it.
pub async fn take_over(kept: Kept, route: &Route) {
    let Some(place) = browser::find("#app") else { return };
    let Some(built) = browser::document().and_then(|document| document.create_element("div").ok()) else {
        return;
    };
    browser::breathe().await;
    let mut client = None;
    // As long as the page is there: the scope is never left.
    let _ = create_root(|| client = Some(Client::build(kept)));
    let Some(client) = client else { return };
    browser::breathe().await;
    client.model.within(|| app::begin(client));
    browser::breathe().await;
    client.model.within(|| render_in_scope(|| app::view(client), &built));
    for slice in building::SIDE..=building::last_slice(count(client, route)) {
        browser::breathe().await;
        client.building.set(Some(slice));
    }
    browser::breathe().await;
    client.building.set(None);
    let drawn = Drawn::take(&place);
    place.set_text_content(None);
    while let Some(child) = built.first_child() {
        let _ = place.append_child(&child);
    }
    drawn.go_on();
}

/// How many messages are to be drawn.
fn count(client: Client, route: &Route) -> usize {
    let Some(channel) = route.channel() else { return 0 };
    client
        .model
        .with_untracked(|model| model.timeline(channel).map_or(0, |timeline| timeline.messages().count()))
}

/// What the person did with a view that the server drew.
struct Drawn {
    /// How far the messages were scrolled.
    scrolled: Option<i32>,
    written: Option<String>,
    is_writing: bool,
}

impl Drawn {
    /// Notes it. The view may go then.
    fn take(place: &Element) -> Self {
        let _ = place.remove_attribute("data-drawn");
        let scrolled = browser::find(LIST).map(|list| list.scroll_top());
        let is_writing = browser::focused().is_some_and(|it| it.class_list().contains(&FIELD[1..]));
        Self { scrolled, written: field().map(|field| field.value()), is_writing }
    }

    /// The app is there.
    fn go_on(self) {
        if let Some((scrolled, list)) = self.scrolled.zip(browser::find(LIST)) {
            list.set_scroll_top(scrolled);
        }
        if let Some((written, field)) = self.written.zip(field()) {
            write(&field, &written);
        }
        if self.is_writing {
            browser::focus(FIELD);
        }
    }
}

fn field() -> Option<HtmlTextAreaElement> {
    browser::find(FIELD)?.dyn_into().ok()
}

/// As if it had been typed here.
fn write(field: &HtmlTextAreaElement, written: &str) {
    if field.value() != written {
        field.set_value(written);
        browser::tell_input(field);
    }
}
