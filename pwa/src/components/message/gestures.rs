//! Keys and fingers on messages. The list listens for all of its rows: listeners of each would be most of what a row
//! costs.

use super::actions;
use super::press::LongPress;
use crate::client::Client;
use crate::client::panel::Talking;
use crate::components::later::Parts;
use crate::reactive::handler;
use hubbub_shared::model::Message;
use hubbub_shared::{AttachmentId, ChannelId, MessageId};
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, PointerEvent};

/// The list of messages of a channel, with rows in it, that listens.
pub fn list(client: Client, channel: ChannelId, rows: View) -> View {
    let (press, parts) = (LongPress::default(), use_context::<Parts>());
    let (start, end, moved, leave) = (press.clone(), press.clone(), press.clone(), press.clone());
    let (lifted, menu) = (press.clone(), press);
    view! {
        div(class="conversation-list",
            on:click=handler(move |event: MouseEvent| show_picture(client, channel, &event)),
            on:keydown=handler(move |event: KeyboardEvent| key(client, parts, channel, &event)),
            on:pointerdown=handler(move |event: PointerEvent| {
                if let Some((_, message)) = under(client, channel, &event) {
                    start.begin(client, asked_at(message, &event).into(), &event);
                }
            }),
            on:pointerup=handler(move |event: PointerEvent| end.lifted(&event)),
            on:pointermove=handler(move |event: PointerEvent| moved.moved(&event)),
            on:pointercancel=handler(move |_: PointerEvent| leave.cancel()),
            on:touchend=handler(move |event: web_sys::TouchEvent| lifted.swallow(&event)),
            on:contextmenu=handler(move |event: MouseEvent| {
                menu.swallow(&event);
                show_who_reacted(client, channel, &event);
            })) { (rows) }
    }
}

/// What is asked for at a message: by a rest on one of its reactions, who reacted; else what can be done with it.
fn asked_at(message: Rc<Message>, event: &Event) -> Talking {
    match reaction_under(event) {
        Some(emoji) => Talking::Reactions(message, emoji),
        None => Talking::MessageActions(message),
    }
}

/// A mouse asks with its other button.
fn show_who_reacted(client: Client, channel: ChannelId, event: &Event) {
    let Some(emoji) = reaction_under(event).filter(|_| !event.default_prevented()) else { return };
    if let Some((_, message)) = under(client, channel, event) {
        event.prevent_default();
        client.open(Talking::Reactions(message, emoji));
    }
}

/// A touch opens a picture over all; whoever wants a tab for it gets one.
fn show_picture(client: Client, channel: ChannelId, event: &MouseEvent) {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.default_prevented() {
        return;
    }
    let picture =
        event.target().and_then(|it| it.dyn_into::<Element>().ok()?.closest("[data-picture]").ok()?);
    let id = picture.and_then(|picture| picture.get_attribute("data-picture")?.parse::<AttachmentId>().ok());
    if let Some(id) = id {
        event.prevent_default();
        client.open(Talking::Picture(channel, id));
    }
}

fn reaction_under(event: &Event) -> Option<String> {
    let chip = event.target()?.dyn_into::<Element>().ok()?.closest("[data-emoji]").ok()??;
    chip.get_attribute("data-emoji")
}

/// Only of a message that has the focus itself, not of what is in it.
fn key(client: Client, parts: Parts, channel: ChannelId, event: &KeyboardEvent) {
    let Some((row, message)) = under(client, channel, event) else { return };
    if event.target().is_some_and(|target| target.loose_eq(&row)) {
        actions::key(client, &message, &row, event, |deed| parts.does(deed));
    }
}

/// The message that something happens to, if the server has it.
fn under(client: Client, channel: ChannelId, event: &Event) -> Option<(Element, Rc<Message>)> {
    let row = event.target()?.dyn_into::<Element>().ok()?.closest(".message[data-id]").ok()??;
    let id: MessageId = row.get_attribute("data-id")?.parse().ok()?;
    let message = client
        .model
        .with_untracked(|model| model.timeline(channel)?.messages().find(|it| it.id == id).cloned());
    Some((row, message?))
}
