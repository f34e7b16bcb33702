//! Messages as clients see them, with their authors, and what is told of a change.

use super::reaction_counts::ReactionCountDoc;
use super::store::MessageDoc;
use crate::domain::replies::ReplyDoc;
use hubbub_shared::model::{Message, Quote, User};
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::{ChannelId, PlaceId};

/// A message, its author and what it answers, as its author sees it.
pub fn with_author(message: MessageDoc, author: User, quoted: Option<Quote>) -> Message {
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
        mention_roles: message.mention_roles,
        mention_everyone: message.mention_everyone,
        reply_to: quoted.map(Box::new),
        sealed: message.sealed.map(|sealed| Box::new(sealed.view())),
        attachments: message.attachments,
        poll: message.poll.map(|poll| Box::new(poll.view())),
        forward: message.forward.map(|forward| Box::new(forward.view())),
        reactions: message.reactions.iter().map(ReactionCountDoc::view).collect(),
        pinned_at: message.pinned_at,
        nonce: message.nonce,
        created_at: message.created_at,
        edited_at: message.edited_at,
    }
}

/// What is shown of the message that is answered, and of who wrote it. Of one that is deleted or not known nothing is.
pub fn quote(reply: &ReplyDoc, answered: Option<(&MessageDoc, User)>) -> Quote {
    let shown = answered.filter(|(message, _)| !message.is_deleted());
    let (author, content) =
        shown.map(|(message, author)| (author, Quote::beginning(&message.in_short()))).unzip();
    Quote { message: reply.message, seq: reply.seq, author, content: content.unwrap_or_default() }
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
