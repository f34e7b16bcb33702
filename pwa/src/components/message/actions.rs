//! Keys on a message.

use super::deeds::{DELETE, Deed};
use super::walking::step;
use super::wording::{edit, may_edit};
use crate::client::Client;
use crate::client::panel::Talking;
use hubbub_shared::model::Message;
use std::rc::Rc;
use web_sys::{Element, KeyboardEvent};

/// A key on a message that has the focus.
/// What takes more than a step is done by what is loaded for it.
pub fn key(client: Client, message: &Rc<Message>, row: &Element, event: &KeyboardEvent, does: impl Fn(Deed)) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let name = event.key();
    match name.as_str() {
        "ArrowUp" => step(row, false),
        "ArrowDown" => step(row, true),
        "Enter" => client.open(Talking::MessageActions(Rc::clone(message))),
        "r" if client.may_answer(message.channel) => client.answer(message),
        "e" if may_edit(client, message) => edit(client, message),
        "Delete" | "Backspace" => does(Deed::Key(Rc::clone(message), DELETE)),
        "b" | "c" | "f" | "m" | "s" | "p" | "u" | "+" => {
            name.chars().for_each(|key| does(Deed::Key(Rc::clone(message), key)));
        }
        _ => return,
    }
    event.prevent_default();
}
