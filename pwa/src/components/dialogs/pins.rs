//! What was pinned in a channel: leads there, and can be unpinned. Follows what changes meanwhile.

use crate::client::{Client, use_client};
use crate::components::avatar::avatar;
use crate::components::dialog::dialog;
use crate::components::loaded::Loaded;
use crate::components::more_icons::{empty, icon};
use crate::reactive::{create_effect, create_selector, handler};
use crate::words::conversing as words;
use crate::{browser, clock};
use hubbub_shared::model::{Message, Pins};
use hubbub_shared::{ChannelId, Permissions};
use sycamore::prelude::*;

/// Changes that come together are asked for once.
const AGAIN_AFTER_MS: i32 = 300;

pub fn pins(channel: ChannelId) -> View {
    let client = use_client();
    let loaded = Loaded::new();
    let altered = create_selector(move || {
        client.model.with(|model| model.timeline(channel).map_or(0, |timeline| timeline.altered()))
    });
    let mut is_first = true;
    create_effect(move || {
        altered.track();
        let pause = if std::mem::take(&mut is_first) { 0 } else { AGAIN_AFTER_MS };
        browser::later(pause, move || load(client, channel, loaded));
    });
    let list = loaded.view(move |pins| list(client, channel, pins));
    dialog(words::PINS.to_owned(), view! { div(class="dialog-body", data-testid="pins") { (list) } })
}

fn load(client: Client, channel: ChannelId, loaded: Loaded<Pins>) {
    if !loaded.is_shown() {
        return;
    }
    client.pins(channel, move |answer| {
        // What is on the screen stays, if nothing newer can be had.
        if answer.is_ok() || !loaded.is_here() {
            loaded.put(answer);
        }
    });
}

fn list(client: Client, channel: ChannelId, pins: &Pins) -> View {
    if pins.messages.is_empty() {
        return empty("pin", words::NO_PINS_TITLE, words::NO_PINS);
    }
    let may = client
        .model
        .with_untracked(|model| model.permissions(channel).contains(Permissions::MANAGE_MESSAGES));
    let rows: Vec<View> = pins.messages.iter().map(|message| row(client, message, may)).collect();
    view! { ul(class="pins", aria-label=words::PINS) { (rows) } }
}

fn row(client: Client, message: &Message, may_unpin: bool) -> View {
    let (channel, id) = (message.channel, message.id);
    let (name, begins) = client.model.with_untracked(|model| {
        let name = model.name_of(message.author.id).unwrap_or_else(|| message.author.display_name.clone());
        (name, model.line_of(message))
    });
    let (picture, at, iso) = (
        avatar(&message.author, ""),
        clock::ago(message.created_at.0, clock::now()),
        clock::iso(message.created_at.0),
    );
    let unpin = match may_unpin {
        true => {
            let close = icon("close");
            view! {
                button(class="icon-button", r#type="button", data-testid="unpin", aria-label=words::UNPIN, title=words::UNPIN,
                    on:click=handler(move |_| client.pin(channel, id, false, || {}))) { (close) }
            }
        }
        false => View::new(),
    };
    view! {
        li(class="pin") {
            button(class="pin-go", r#type="button", data-testid="pinned", on:click=handler(move |_| {
                client.lead_to(channel, id);
            })) {
                (picture)
                span(class="card-text") {
                    span { strong { bdi { (name) } } " " time(class="hint", datetime=iso) { (at) } }
                    span(class="pin-words") { bdi { (begins) } }
                }
            }
            (unpin)
        }
    }
}
