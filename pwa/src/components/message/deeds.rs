//! What can be done with a message: by the tools beside it, in the sheet of a long press, and with keys. Most of it is in a
//! part of the app that is loaded when there is time.

use super::walking::step_from;
use super::wording::{edit, may_edit};
use crate::client::Client;
use crate::client::panel::{General, Talking, Telling};
use crate::state::{Route, as_written};
use crate::{browser, clock, words};
use hubbub_shared::model::Message;
use hubbub_shared::{Permissions, Timestamp};
use std::rc::Rc;

/// Something that can be done with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Write something that answers it.
    Reply,
    /// Pass it on to other places.
    Forward,
    /// Choose an emoji to react with.
    React,
    /// See who reacted.
    WhoReacted,
    /// Put it among what is pinned.
    Pin,
    /// Take it out of what is pinned.
    Unpin,
    /// Change the words.
    Edit,
    /// Copy the words.
    CopyText,
    /// Copy the address.
    CopyLink,
    /// Find it again, and perhaps be reminded of it.
    Save,
    /// Go on reading here later.
    MarkUnread,
    /// Let nobody vote any more.
    EndPoll,
    /// Delete it for everyone.
    Delete,
    /// Choose it and others, to delete them together.
    Select,
    /// Tell those who keep order.
    Report,
}

/// Something that is to be done with a message where it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// What the key stands for, if the person can do that.
    Key(Rc<Message>, char),
    /// Reacting with an emoji, or no longer.
    React(Rc<Message>, String, bool),
}

impl Deed {
    /// Does that at once.
    pub fn act(self, client: Client) {
        match self {
            Self::Key(message, key) => with_key(client, &message, key),
            Self::React(message, emoji, on) => client.react(&message, &emoji, on),
        }
    }
}

/// Keys that stand for something that can be done with a message, beside those that the list takes itself.
const KEYS: [(char, Action); 10] = [
    ('c', Action::CopyText),
    ('f', Action::Forward),
    ('m', Action::CopyLink),
    ('s', Action::Select),
    ('p', Action::Pin),
    ('p', Action::Unpin),
    ('b', Action::Save),
    ('u', Action::MarkUnread),
    ('+', Action::React),
    (DELETE, Action::Delete),
];

/// Stands for the key that deletes, which has no letter.
pub const DELETE: char = '\u{7f}';

fn with_key(client: Client, message: &Rc<Message>, key: char) {
    let possible = possible(client, message);
    let meant = KEYS.iter().find(|(letter, action)| *letter == key && possible.contains(action));
    if let Some((_, action)) = meant {
        if *action == Action::Delete {
            step_from(message.id, false);
        }
        action.act(client, message);
    }
}

/// What this person can do with a message.
pub fn possible(client: Client, message: &Message) -> Vec<Action> {
    let channel = message.channel;
    let may_edit = may_edit(client, message);
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
    // What is encrypted stays with those for whom it was.
    let is_dm = client.is_dm(channel);
    if !is_dm && permissions.contains(Permissions::HISTORY) {
        all.push(Action::Forward);
    }
    if may_edit {
        all.push(Action::Edit);
    }
    if is_reacted {
        all.push(Action::WhoReacted);
    }
    if !copied(message).is_empty() {
        all.push(Action::CopyText);
    }
    // What is encrypted has no address yet, cannot be reported yet, and the server cannot show it among what is saved.
    if !is_dm {
        all.extend([Action::CopyLink, Action::Save]);
    }
    all.push(Action::MarkUnread);
    if permissions.contains(Permissions::MANAGE_MESSAGES) {
        all.push(if message.pinned_at.is_some() { Action::Unpin } else { Action::Pin });
        all.push(Action::Select);
    }
    if !mine && !is_dm {
        all.push(Action::Report);
    }
    if mine || permissions.contains(Permissions::MANAGE_MESSAGES) {
        let now = Timestamp(clock::now());
        // As it is by now: the message is as it was when the row was drawn.
        let poll = client.model.with_untracked(|model| model.poll(channel, message.seq));
        if poll.is_some_and(|poll| !poll.is_over(now)) {
            all.push(Action::EndPoll);
        }
        all.push(Action::Delete);
    }
    all
}

impl Action {
    /// The name of the icon in front of the action.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Forward => "pass-on",
            Self::React | Self::WhoReacted => "smile",
            Self::Pin | Self::Unpin => "pin",
            Self::Edit => "edit",
            Self::CopyText => "copy",
            Self::CopyLink => "link",
            Self::Save => "bookmark",
            Self::MarkUnread => "unread",
            Self::EndPoll => "poll",
            Self::Delete => "trash",
            Self::Select => "check",
            Self::Report => "flag",
        }
    }

    /// The label of the action in menus and for screen readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reply => words::conversing::REPLY,
            Self::Forward => words::forwarding::FORWARD,
            Self::React => words::conversing::REACT,
            Self::WhoReacted => words::conversing::WHO_REACTED,
            Self::Pin => words::conversing::PIN,
            Self::Unpin => words::conversing::UNPIN,
            Self::Edit => words::EDIT_MESSAGE,
            Self::CopyText => words::COPY_TEXT,
            Self::CopyLink => words::COPY_MESSAGE_LINK,
            Self::Save => words::saved::SAVE,
            Self::MarkUnread => words::conversing::MARK_UNREAD,
            Self::EndPoll => words::polls::END,
            Self::Delete => words::DELETE_MESSAGE,
            Self::Select => words::moderation::SELECT_MESSAGES,
            Self::Report => words::reports::REPORT_MESSAGE,
        }
    }

    /// Whether it takes something away.
    pub fn is_dangerous(self) -> bool {
        self == Self::Delete
    }

    /// Whether another list or dialog takes the place of the menu.
    pub fn asks_more(self) -> bool {
        matches!(
            self,
            Self::Report | Self::React | Self::WhoReacted | Self::Save | Self::EndPoll | Self::Forward
        )
    }

    /// Does to the message what the action says.
    pub fn act(self, client: Client, message: &Rc<Message>) {
        match self {
            Self::Edit => edit(client, message),
            Self::Reply => client.answer(message),
            Self::Forward => client.open(Talking::Forward(Rc::clone(message))),
            Self::React => client.open(Talking::React(Rc::clone(message))),
            Self::WhoReacted => client.open(Talking::Reactions(Rc::clone(message), String::new())),
            Self::Pin | Self::Unpin => pin(client, message, self == Self::Pin),
            Self::CopyText => client.copy(&words_of(client, message)),
            Self::CopyLink => client.copy(&address_of(client, message)),
            Self::Save => client.open(Telling::Save(message.channel, message.id, None)),
            Self::MarkUnread => client.mark_unread(message),
            Self::EndPoll => client.open(Talking::EndPoll(Rc::clone(message))),
            Self::Delete => client.delete(message),
            Self::Select => client.select(Rc::clone(message)),
            Self::Report => client.open(General::ReportMessage(Rc::clone(message))),
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

/// The words that are copied: those of what is forwarded, if nothing was added to it.
fn copied(message: &Message) -> &str {
    match &message.forward {
        Some(forward) if message.text().is_empty() => &forward.content,
        _ => message.text(),
    }
}

/// As the reader sees them: with names.
fn words_of(client: Client, message: &Message) -> String {
    client.model.with_untracked(|model| as_written(copied(message), |named| model.name_in_text(named)).0)
}

fn address_of(client: Client, message: &Message) -> String {
    let hub = client.model.with_untracked(|model| model.hubs.hub_of(message.channel));
    let place = hub.map_or(Route::Home, |hub| Route::Channel(hub, message.channel));
    format!("{}{}/{}", browser::origin(), place.address(), message.id)
}
