//! What was typed and not sent yet, per channel. In `localStorage`: a draft is kept when the keystroke is over, also if
//! the app is closed in the next instant, which the database cannot promise.

use super::storage;
use crate::net::frames;
use crate::state::Answering;
use crate::state::drafts::Agreed;
use crate::state::polls::PollDraft;
use hubbub_shared::{ChannelId, MessageId};

/// What was typed in a channel; empty when nothing was.
pub fn read(channel: ChannelId) -> String {
    storage::read(&name(channel)).unwrap_or_default()
}

/// Keeps what is typed.
pub fn keep(channel: ChannelId, text: &str) {
    if text.is_empty() { storage::remove(&name(channel)) } else { storage::write(&name(channel), text) }
}

/// What this device and the server last had alike in a channel.
pub fn agreed(channel: ChannelId) -> Option<Agreed> {
    frames::decode(&storage::bytes_of(&storage::read(&name_of_agreed(channel))?))
}

/// Keeps what they have alike now, or that they have nothing.
pub fn agree(channel: ChannelId, agreed: Option<&Agreed>) {
    match agreed.and_then(frames::encode) {
        Some(bytes) => storage::write(&name_of_agreed(channel), &storage::text_of(bytes)),
        None => storage::remove(&name_of_agreed(channel)),
    }
}

/// All channels for which something is kept here: words, or what the server had.
pub fn channels() -> Vec<ChannelId> {
    let names = storage::names("draft.");
    names.iter().filter_map(|name| name.strip_prefix("agreed.").unwrap_or(name).parse().ok()).collect()
}

fn name_of_agreed(channel: ChannelId) -> String {
    format!("draft.agreed.{channel}")
}

/// What is being answered in a channel.
pub fn answered(channel: ChannelId) -> Option<Answering> {
    frames::decode(&storage::bytes_of(&storage::read(&name_of_answer(channel))?))
}

/// Keeps what is being answered.
pub fn keep_answered(channel: ChannelId, answer: Option<&Answering>) {
    match answer.and_then(frames::encode) {
        Some(bytes) => storage::write(&name_of_answer(channel), &storage::text_of(bytes)),
        None => storage::remove(&name_of_answer(channel)),
    }
}

/// The nonce that the next message of a channel will have, for which files are kept; empty: there are none.
pub fn files(channel: ChannelId) -> String {
    storage::read(&name_of_files(channel)).unwrap_or_default()
}

/// From now on files are kept for this next message, or none.
pub fn keep_files(channel: ChannelId, nonce: &str) {
    if nonce.is_empty() {
        storage::remove(&name_of_files(channel));
    } else {
        storage::write(&name_of_files(channel), nonce);
    }
}

/// The poll that is being written for a channel.
pub fn poll(channel: ChannelId) -> Option<PollDraft> {
    frames::decode(&storage::bytes_of(&storage::read(&name_of_poll(channel))?))
}

/// Keeps what is typed for a poll.
pub fn keep_poll(channel: ChannelId, draft: &PollDraft) {
    if let Some(bytes) = frames::encode(draft) {
        storage::write(&name_of_poll(channel), &storage::text_of(bytes));
    }
}

/// The poll is sent.
pub fn forget_poll(channel: ChannelId) {
    storage::remove(&name_of_poll(channel));
}

fn name_of_poll(channel: ChannelId) -> String {
    format!("draft.poll.{channel}")
}

fn name_of_files(channel: ChannelId) -> String {
    format!("draft.files.{channel}")
}

fn name_of_answer(channel: ChannelId) -> String {
    format!("draft.answer.{channel}")
}

/// What was typed to change a message, and not saved yet.
pub fn of_edit(message: MessageId) -> Option<String> {
    storage::read(&name_of_edit(message))
}

/// Keeps what is typed to change a message.
pub fn keep_edit(message: MessageId, text: &str) {
    storage::write(&name_of_edit(message), text);
}

/// The change is saved, or not wanted.
pub fn forget_edit(message: MessageId) {
    storage::remove(&name_of_edit(message));
}

fn name_of_edit(message: MessageId) -> String {
    format!("draft.edit.{message}")
}

fn name(channel: ChannelId) -> String {
    format!("draft.{channel}")
}
