//! What stands around the field: who types, what is edited, how many characters are left.

use super::writing::Composer;
use crate::client::{Client, Panel, Seek};
use crate::components::connection_banner::content;
use crate::components::icon::icon;
use crate::reactive::{Live, create_selector, handler};
use crate::words::{self, coming_in};
use hubbub_shared::markdown::plain_text;
use hubbub_shared::model::Message;
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, HubId};
use sycamore::prelude::*;

/// From here on the characters that are left are counted.
const COUNT_FROM: usize = MessageText::MAX_CHARS - 300;

/// Says which message is being edited, leads to it, and ends that.
pub fn editing_bar(composer: Composer) -> View {
    let client = composer.client;
    view! {
        (Live { now: move || match client.editing.get_clone() {
            Some(message) => edited(composer, &message),
            None => View::new(),
        } })
    }
}

fn edited(composer: Composer, message: &Message) -> View {
    let (client, id, symbol) = (composer.client, message.id, icon("edit"));
    let begins = plain_text(message.text()).lines().next().unwrap_or_default().to_owned();
    view! {
        div(class="composer-editing") {
            button(class="composer-edited", r#type="button", title=words::SHOW_EDITED, on:click=handler(move |_| client.seek.set(Some(Seek::Message(id))))) {
                (symbol)
                span(class="card-text") {
                    strong { (words::EDITING) }
                    span(class="hint") { bdi { (begins) } }
                }
            }
            span(class="composer-keys", aria-hidden="true") { kbd { (words::ESCAPE) } }
            button(class="button button-small button-quiet", r#type="button", data-testid="end-edit", on:click=handler(move |_| composer.drop_edit())) { (words::CANCEL) }
        }
    }
}

/// Counts down when there is little left.
pub fn counter(text: Signal<String>) -> View {
    let left = create_selector(move || {
        let length = text.with(|text| text.chars().count());
        (length > COUNT_FROM).then(|| MessageText::MAX_CHARS as i64 - length as i64)
    });
    view! {
        span(class="composer-counter", data-over=move || left.get().is_some_and(|left| left < 0).then_some("true")) {
            (Live { now: move || left.get().map(words::characters_left).unwrap_or_default() })
        }
    }
}

/// Who writes, or that nothing can be sent now; the line is always there, so that nothing jumps.
pub fn line(client: Client, channel: ChannelId) -> View {
    let cut_off = create_selector(move || client.is_cut_off());
    view! {
        div(class="composer-line", data-cut-off=move || cut_off.get().then_some("true")) {
            (Live { now: move || if cut_off.get() { content(client) } else { typing(client, channel) } })
        }
    }
}

/// In the place of the field, as long as the hub's rules are not accepted.
pub fn rules(client: Client, hub: HubId) -> View {
    view! {
        div(class="composer-closed composer-rules") {
            p { (coming_in::RULES_PENDING) }
            button(class="button button-small", r#type="button", data-testid="see-rules", on:click=handler(move |_| client.open(Panel::HubRules(hub)))) { (coming_in::RULES_OPEN) }
        }
    }
}

fn typing(client: Client, channel: ChannelId) -> View {
    let line = create_selector(move || {
        client.model.with(|model| {
            let names: Vec<String> = model
                .typing
                .in_channel(channel, model.my_id())
                .into_iter()
                .filter(|user| model.hears(*user))
                .map(|user| model.name_of(user).unwrap_or_else(|| words::SOMEBODY.to_owned()))
                .collect();
            words::typing(&names)
        })
    });
    view! {
        div(class="typing", data-shown=move || (!line.with(String::is_empty)).then_some("true")) {
            span(class="typing-dots", aria-hidden="true") { i() i() i() }
            span { (Live { now: move || line.get_clone() }) }
        }
    }
}
