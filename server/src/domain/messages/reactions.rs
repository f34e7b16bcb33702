//! What people react with to messages: who did is kept here, how many with the message.

use super::store::MessageDoc;
use crate::domain::emoji::Emoji;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{MessageId, PlaceId, ReactionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ops::Bound;

/// Somebody reacts to a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionDoc {
    /// `<message>-<user>-<emoji>`, so that nobody reacts twice with the same.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: a reaction does not change.
    pub version: u64,
    /// Grows with time: the order in which they are told.
    pub number: ReactionId,
    /// The message that it is about.
    pub message: MessageId,
    /// Where that was said.
    pub place: PlaceId,
    /// The person who reacts.
    pub user: UserId,
    /// The emoji that they react with.
    pub emoji: String,
    /// When they began to.
    pub at: Timestamp,
}

/// Who reacts to what.
pub static REACTIONS: Collection = Collection {
    name: "reactions",
    append_only: false,
    indexes: &[
        Index {
            name: EMOJI,
            keys: &["message", "emoji", "number"],
            unique: false,
            partial: None,
            ttl: false,
        },
        Index { name: USER, keys: &["user", "place", "message"], unique: false, partial: None, ttl: false },
        Index { name: PLACE, keys: &["place"], unique: false, partial: None, ttl: false },
    ],
};

const EMOJI: &str = "message_emoji";
const USER: &str = "user_place";
const PLACE: &str = "place";

impl Entity for ReactionDoc {
    const COLLECTION: &'static Collection = &REACTIONS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl ReactionDoc {
    /// Somebody reacts from now on.
    pub fn new(number: ReactionId, message: &MessageDoc, user: UserId, emoji: Emoji, at: Timestamp) -> Self {
        Self {
            id: Self::document_id(message.id, user, emoji),
            version: FIRST_VERSION,
            number,
            message: message.id,
            place: message.place,
            user,
            emoji: emoji.as_str().to_owned(),
            at,
        }
    }

    /// The id of somebody's only reaction with something.
    pub fn document_id(message: MessageId, user: UserId, emoji: Emoji) -> String {
        format!("{message}-{user}-{}", emoji.as_str())
    }
}

type Found<T> = Result<T, StoreError>;

/// Who reacts to a message with something, after this one, in the order in which they did.
pub async fn reacted(
    store: &Store,
    message: MessageId,
    emoji: Emoji,
    after: Option<ReactionId>,
    limit: usize,
) -> Found<Vec<ReactionDoc>> {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    let query = Query::on(&REACTIONS, EMOJI).equals(message).equals(emoji.as_str());
    store.find(query.range((lower, Bound::Unbounded)).limit(limit)).await
}

/// With what somebody reacts to these messages of a place.
pub async fn reactions_of(
    store: &Store,
    user: UserId,
    place: PlaceId,
    (first, last): (MessageId, MessageId),
) -> Found<HashSet<(MessageId, String)>> {
    let query = Query::on(&REACTIONS, USER).equals(user).equals(place).range(first..=last);
    let found: Vec<ReactionDoc> = store.find(query).await?;
    Ok(found.into_iter().map(|one| (one.message, one.emoji)).collect())
}

/// All that somebody reacts with.
pub fn all_reactions_of(user: UserId) -> Query {
    Query::on(&REACTIONS, USER).equals(user)
}

/// All that is reacted with to a message.
pub fn reactions_to(message: MessageId) -> Query {
    Query::on(&REACTIONS, EMOJI).equals(message)
}

/// All that is reacted with in a place.
pub fn reactions_in(place: PlaceId) -> Query {
    Query::on(&REACTIONS, PLACE).equals(place)
}
