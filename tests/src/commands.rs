//! Commands that are put together in several places.

use hubbub_shared::ChannelId;
use hubbub_shared::protocol::command::SendMessage;

/// Sends words to a channel.
pub(crate) fn send(channel: ChannelId, content: &str, nonce: Option<&str>) -> SendMessage {
    SendMessage::of(channel, content.to_owned(), nonce.map(str::to_owned))
}
