//! Messages as clients see them, with their authors, and what is told of a change.

use super::store::MessageDoc;
use hubbub_shared::model::{Message, User};
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::{ChannelId, PlaceId};

/// A message and its author, as its author sees it.
pub fn with_author(message: MessageDoc, author: User) -> Message {
    Message {
        id: message.id,
        channel: channel_of(message.place),
        seq: message.seq,
        rev: message.rev,
        ordinal: message.ordinal,
        author,
        deleted: message.is_deleted(),
        content: message.content,
        mentions: message.mentions,
        nonce: message.nonce,
        created_at: message.created_at,
        edited_at: message.edited_at,
    }
}

/// What clients hear of a message that changed. To whom it was never told it is new, whatever happened to it since.
pub fn event_of(was_told: bool, after: &Message) -> ChannelEvent {
    if after.deleted {
        ChannelEvent::MessageDeleted { message: after.id, seq: after.seq }
    } else if was_told {
        ChannelEvent::MessageEdited(after.clone())
    } else {
        ChannelEvent::MessageCreated(after.clone())
    }
}

/// On the wire every place is a channel so far.
const fn channel_of(place: PlaceId) -> ChannelId {
    ChannelId(place.0)
}
