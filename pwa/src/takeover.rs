//! From the view that the server drew to the app, within one frame: what the person did meanwhile goes on.

use crate::browser;
use crate::offline::drafts;
use crate::state::Route;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

const LIST: &str = ".conversation";
const FIELD: &str = ".composer-text";

/// What the person did with a view that the server drew.
pub struct Drawn {
    /// How far the messages were scrolled.
    scrolled: Option<i32>,
    is_writing: bool,
}

impl Drawn {
    /// Notes it. The view may go then.
    pub fn take(place: &Element, route: &Route) -> Self {
        let _ = place.remove_attribute("data-drawn");
        let field = browser::find(FIELD).and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
        if let Some((field, channel)) = field.zip(route.channel()) {
            drafts::keep(channel, &field.value());
        }
        let scrolled = browser::find(LIST).map(|list| list.scroll_top());
        let is_writing = browser::focused().is_some_and(|it| it.class_list().contains(&FIELD[1..]));
        Self { scrolled, is_writing }
    }

    /// The app is there.
    pub fn go_on(self) {
        if let Some((scrolled, list)) = self.scrolled.zip(browser::find(LIST)) {
            list.set_scroll_top(scrolled);
        }
        if self.is_writing {
            browser::focus(FIELD);
        }
    }
}
