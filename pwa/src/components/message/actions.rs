//! What can be done with a message: by the tools beside it, in the sheet of a long press, and with keys.

use crate::client::{Client, Panel};
use crate::state::{Route, as_written};
use crate::{browser, words};
use hubbub_shared::Permissions;
use hubbub_shared::model::Message;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Something that can be done with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Answer it.
    Reply,
    /// Choose an emoji to react with.
    React,
    /// See who reacted.
    WhoReacted,
    /// Pin it.
    Pin,
    /// Unpin it.
    Unpin,
    /// Change the words.
    Edit,
    /// Copy the words.
    CopyText,
    /// Copy the address.
    CopyLink,
    /// Delete it for everyone.
    Delete,
    /// Choose it and others, to delete them together.
    Select,
    /// Tell those who keep order.
    Report,
}

/// What this person can do with a message.
pub fn possible(client: Client, message: &Message) -> Vec<Action> {
    let channel = message.channel;
    let (mine, permissions, is_reacted) = client.model.with_untracked(|model| {
        let is_reacted = !model.reactions(channel, message.seq).is_empty();
        (model.my_id() == Some(message.author.id), model.permissions(channel), is_reacted)
    });
    let mut all = Vec::new();
    if client.may_react(channel) {
        all.push(Action::React);
    }
    if client.may_answer(channel) {
        all.push(Action::Reply);
    }
    if mine && permissions.contains(Permissions::SEND) {
        all.push(Action::Edit);
    }
    if is_reacted {
        all.push(Action::WhoReacted);
    }
    all.extend([Action::CopyText, Action::CopyLink]);
    if permissions.contains(Permissions::MANAGE_MESSAGES) {
        all.push(if message.pinned_at.is_some() { Action::Unpin } else { Action::Pin });
        all.push(Action::Select);
    }
    if !mine {
        all.push(Action::Report);
    }
    if mine || permissions.contains(Permissions::MANAGE_MESSAGES) {
        all.push(Action::Delete);
    }
    all
}

impl Action {
    /// The name of the icon in front of the action.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::React | Self::WhoReacted => "smile",
            Self::Pin | Self::Unpin => "pin",
            Self::Edit => "edit",
            Self::CopyText => "copy",
            Self::CopyLink => "link",
            Self::Delete => "trash",
            Self::Select => "check",
            Self::Report => "flag",
        }
    }

    /// The label of the action in menus and for screen readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reply => words::conversing::REPLY,
            Self::React => words::conversing::REACT,
            Self::WhoReacted => words::conversing::WHO_REACTED,
            Self::Pin => words::conversing::PIN,
            Self::Unpin => words::conversing::UNPIN,
            Self::Edit => words::EDIT_MESSAGE,
            Self::CopyText => words::COPY_TEXT,
            Self::CopyLink => words::COPY_MESSAGE_LINK,
            Self::Delete => words::DELETE_MESSAGE,
            Self::Select => words::moderation::SELECT_MESSAGES,
            Self::Report => words::reports::REPORT_MESSAGE,
        }
    }

    /// Whether it stands beside the message.
    pub fn is_quick(self) -> bool {
        matches!(self, Self::React | Self::Reply | Self::Edit)
    }

    /// Whether it takes something away.
    pub fn is_dangerous(self) -> bool {
        self == Self::Delete
    }

    /// Whether another list or dialog takes the place of the menu.
    pub fn asks_more(self) -> bool {
        matches!(self, Self::Report | Self::React | Self::WhoReacted)
    }

    /// Does to the message what the action says.
    pub fn act(self, client: Client, message: &Rc<Message>) {
        match self {
            Self::Edit => client.edit(client.model.with_untracked(|model| model.outbox.as_edited(message))),
            Self::Reply => client.answer(message),
            Self::React => client.open(Panel::React(Rc::clone(message))),
            Self::WhoReacted => client.open(Panel::Reactions(Rc::clone(message), String::new())),
            Self::Pin | Self::Unpin => pin(client, message, self == Self::Pin),
            Self::CopyText => client.copy(&words_of(client, message)),
            Self::CopyLink => client.copy(&address_of(client, message)),
            Self::Delete => client.delete(message),
            Self::Select => client.select(Rc::clone(message)),
            Self::Report => client.open(Panel::ReportMessage(Rc::clone(message))),
        }
    }
}

fn pin(client: Client, message: &Message, pinned: bool) {
    let (channel, message) = (message.channel, message.id);
    client.pin(channel, message, pinned, move || {
        let said =
            if pinned { words::conversing::MESSAGE_PINNED } else { words::conversing::MESSAGE_UNPINNED };
        client.offer_undo(said.to_owned(), move || client.pin(channel, message, !pinned, || {}));
    });
}

/// As the reader sees them: with names.
fn words_of(client: Client, message: &Message) -> String {
    client.model.with_untracked(|model| as_written(message.text(), |named| model.name_in_text(named)).0)
}

fn address_of(client: Client, message: &Message) -> String {
    let hub = client.model.with_untracked(|model| model.hubs.hub_of(message.channel));
    let place = hub.map_or(Route::Home, |hub| Route::Channel(hub, message.channel));
    format!("{}{}/{}", browser::origin(), place.address(), message.id)
}

/// A key on a message that has the focus.
pub fn key(client: Client, message: &Rc<Message>, row: &Element, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let may = |action: Action| Some(action).filter(|action| possible(client, message).contains(action));
    let action = match event.key().as_str() {
        "ArrowUp" => return step(row, event, false),
        "ArrowDown" => return step(row, event, true),
        "Enter" => {
            event.prevent_default();
            return client.open(Panel::MessageActions(Rc::clone(message)));
        }
        "r" => may(Action::Reply),
        "e" => may(Action::Edit),
        "c" => may(Action::CopyText),
        "m" => may(Action::CopyLink),
        "s" => may(Action::Select),
        "Delete" | "Backspace" => may(Action::Delete),
        _ => None,
    };
    let Some(action) = action else { return };
    event.prevent_default();
    if action == Action::Delete {
        step(row, event, false);
    }
    action.act(client, message);
}

fn step(row: &Element, event: &KeyboardEvent, down: bool) {
    let next = std::iter::successors(Some(row.clone()), |row| {
        if down { row.next_element_sibling() } else { row.previous_element_sibling() }
    });
    event.prevent_default();
    match next.skip(1).find(|row| row.class_list().contains("message")) {
        Some(next) => focus(&next),
        None if down => browser::focus("[data-testid=composer]"),
        None => {}
    }
}

fn focus(row: &Element) {
    if let Some(row) = row.dyn_ref::<HtmlElement>() {
        let _ = row.focus();
    }
}

/// From the list itself, arrows lead to the newest message that is on the screen.
pub fn enter_list(list: &KeyboardEvent) {
    let scroller = list.current_target().and_then(|it| it.dyn_into::<Element>().ok());
    if list.target() != list.current_target() || list.key() != "ArrowUp" {
        return;
    }
    let edge = scroller.as_ref().map_or(0.0, |it| it.get_bounding_client_rect().bottom());
    let rows = scroller.and_then(|it| it.query_selector_all(".message").ok());
    let last = rows.and_then(|rows| {
        let mut visible = (0..rows.length()).rev().filter_map(|at| rows.item(at)?.dyn_into::<Element>().ok());
        visible.find(|row| row.get_bounding_client_rect().top() < edge)
    });
    if let Some(last) = last {
        list.prevent_default();
        focus(&last);
    }
}
