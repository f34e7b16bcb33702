//! What stands around the field: who types, what is edited, how many characters are left.

use super::Composer;
use crate::client::Client;
use crate::components::icon::icon;
use crate::reactive::create_selector;
use crate::words;
use hubbub_shared::ChannelId;
use hubbub_shared::text::MessageText;
use sycamore::prelude::*;

/// From here on the characters that are left are counted.
const COUNT_FROM: usize = MessageText::MAX_CHARS - 300;

/// Says that a message is being edited.
pub fn editing_bar(composer: Composer) -> View {
    let client = composer.client;
    view! {
        (if client.editing.with(Option::is_some) {
            let (symbol, close) = (icon("edit"), icon("close"));
            view! {
                div(class="composer-editing") {
                    (symbol)
                    span { (words::EDITING) }
                    button(class="icon-button", r#type="button", aria-label=words::CANCEL, on:click=move |_| composer.drop_edit()) { (close) }
                }
            }
        } else {
            View::new()
        })
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
            (left.get().map(words::characters_left).unwrap_or_default())
        }
    }
}

/// Who writes; its line is always there, so that nothing jumps.
pub fn typing_line(client: Client, channel: ChannelId) -> View {
    let line = create_selector(move || {
        client.model.with(|model| {
            let names: Vec<String> = model
                .typing
                .in_channel(channel, model.my_id())
                .into_iter()
                .map(|user| model.members.name(user).unwrap_or(words::SOMEBODY).to_owned())
                .collect();
            words::typing(&names)
        })
    });
    view! {
        div(class="typing", data-shown=move || (!line.with(String::is_empty)).then_some("true")) {
            span(class="typing-dots", aria-hidden="true") { i() i() i() }
            span { (line.get_clone()) }
        }
    }
}
