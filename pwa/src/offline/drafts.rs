//! What was typed and not sent yet, per channel. In `localStorage`: a draft is kept when the keystroke is over, also if
//! the app is closed in the next instant, which the database cannot promise.

use super::storage;
use hubbub_shared::ChannelId;

/// What was typed in a channel; empty when nothing was.
pub fn read(channel: ChannelId) -> String {
    storage::read(&name(channel)).unwrap_or_default()
}

/// Keeps what is typed.
pub fn keep(channel: ChannelId, text: &str) {
    if text.is_empty() { storage::remove(&name(channel)) } else { storage::write(&name(channel), text) }
}

fn name(channel: ChannelId) -> String {
    format!("draft.{channel}")
}
