//! What stands around the field: who types, what is edited or answered, how many characters are left.

use crate::client::panel::Governing;
use crate::client::{Client, Seek};
use crate::components::connection_banner::content;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_selector, handler};
use crate::state::Answering;
use crate::words::{self, coming_in, conversing as said};
use hubbub_shared::model::{Attachment, Message};
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, HubId, MessageId};
use std::rc::Rc;
use sycamore::prelude::*;
use web_sys::PointerEvent;

/// From here on the characters that are left are counted.
const COUNT_FROM: usize = MessageText::MAX_CHARS - 300;

/// Says which message is being edited, or else answered, leads to it, and ends that.
pub fn intent(client: Client, channel: ChannelId) -> View {
    view! {
        (Live { now: move || match (client.editing.get_clone(), client.answering.get_clone()) {
            (Some(message), _) => edited(client, &message),
            (None, Some(answer)) => answered(client, channel, answer),
            (None, None) => View::new(),
        } })
    }
}

fn edited(client: Client, message: &Rc<Message>) -> View {
    let begins = client.model.with_untracked(|model| model.line_of(message));
    let about = about(client, "edit", words::EDITING.to_owned(), message.id, begins);
    let files = files(client, message);
    view! {
        div(class="composer-editing") {
            (about)
            span(class="composer-keys", aria-hidden="true") { kbd { (words::ESCAPE) } }
            button(class="button button-small button-quiet", r#type="button", data-testid="end-edit", on:click=handler(move |_| client.drop_edit())) { (words::CANCEL) }
        }
        (files)
    }
}

/// What goes with the message that is edited, and can be dropped from it.
fn files(client: Client, message: &Rc<Message>) -> View {
    let one = |file: &Attachment| {
        let (message, id, close) = (Rc::clone(message), file.id, icon("close"));
        let (name, label) = (file.name.clone(), words::files::remove(&file.name));
        view! {
            li(class="edited-file") {
                bdi { (name) }
                button(class="icon-button", r#type="button", data-testid="drop-file", aria-label=label, title=words::files::REMOVE, on:click=handler(move |_| {
                    let mut fewer = Message::clone(&message);
                    fewer.attachments.retain(|file| file.id != id);
                    client.editing.set(Some(Rc::new(fewer)));
                })) { (close) }
            }
        }
    };
    // Those of what is passed on stay as they are.
    match message.attachments.is_empty() || message.forward.is_some() {
        true => View::new(),
        false => {
            let all: Vec<View> = message.attachments.iter().map(one).collect();
            view! { ul(class="edited-files", aria-label=words::files::ATTACHED) { (all) } }
        }
    }
}

/// The message that it is about, which a touch leads to.
fn about(client: Client, symbol: &str, title: String, message: MessageId, begins: String) -> View {
    let symbol = icon(symbol);
    view! {
        button(class="composer-edited", r#type="button", title=words::SHOW_EDITED, on:click=handler(move |_| client.seek.set(Some(Seek::Message(message))))) {
            (symbol)
            span(class="card-text") {
                strong { bdi { (title) } }
                span(class="hint") { bdi { (begins) } }
            }
        }
    }
}

fn answered(client: Client, channel: ChannelId, answer: Answering) -> View {
    let (me, name) = client.model.with_untracked(|model| {
        let author = answer.quote.author.as_ref().map(|author| author.id);
        (author.is_some() && author == model.my_id(), author.and_then(|author| model.name_of(author)))
    });
    let title = said::replying_to(name.as_deref());
    let begins = client.model.with_untracked(|model| model.line_of_quote(&answer.quote));
    let about = about(client, "reply", title, answer.quote.message, begins);
    let ping = match me {
        true => View::new(),
        false => ping(client, channel, answer),
    };
    let close = icon("close");
    view! {
        div(class="composer-editing", data-testid="answering") {
            (about)
            (ping)
            span(class="composer-keys", aria-hidden="true") { kbd { (words::ESCAPE) } }
            button(class="icon-button", r#type="button", data-testid="end-answer", aria-label=said::STOP_REPLYING, title=said::STOP_REPLYING,
                on:pointerdown=handler(|event: PointerEvent| event.prevent_default()),
                on:click=handler(move |_| client.set_answer(channel, None))) { (close) }
        }
    }
}

/// Whether who is answered is mentioned by that. The field keeps the focus, and the keyboard of a phone stays.
fn ping(client: Client, channel: ChannelId, answer: Answering) -> View {
    let (on, label) = if answer.ping { ("true", said::MENTION_ON) } else { ("false", said::MENTION_OFF) };
    let symbol = icon("at");
    view! {
        button(class="composer-ping", r#type="button", role="switch", aria-checked=on, data-testid="ping", title=said::MENTION_HOW,
            on:pointerdown=handler(|event: PointerEvent| event.prevent_default()),
            on:click=handler(move |_| client.set_answer(channel, Some(Answering { ping: !answer.ping, ..answer.clone() })))) {
            (symbol)
            (label)
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
            button(class="button button-small", r#type="button", data-testid="see-rules", on:click=handler(move |_| client.open(Governing::HubRules(hub)))) { (coming_in::RULES_OPEN) }
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
