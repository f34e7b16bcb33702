//! What people react with to messages, and how they vote in polls: who did is kept here, how many with the message.

use super::mark::{Answer, Mark};
use super::store::MessageDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{MessageId, PlaceId, ReactionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ops::Bound;

/// Somebody reacts to a message, or votes for one of its answers.
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
    /// The emoji that they react with, or the number of the answer that they vote for. Named after the first kind there was.
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
    pub fn new(number: ReactionId, message: &MessageDoc, user: UserId, mark: Mark, at: Timestamp) -> Self {
        Self {
            id: Self::document_id(message.id, user, mark),
            version: FIRST_VERSION,
            number,
            message: message.id,
            place: message.place,
            user,
            emoji: mark.as_str().to_owned(),
            at,
        }
    }

    /// The id of somebody's only reaction with something.
    pub fn document_id(message: MessageId, user: UserId, mark: Mark) -> String {
        format!("{message}-{user}-{}", mark.as_str())
    }
}

type Found<T> = Result<T, StoreError>;

/// Who reacts to a message with something, after this one, in the order in which they did.
pub async fn reacted(
    store: &Store,
    message: MessageId,
    mark: Mark,
    after: Option<ReactionId>,
    limit: usize,
) -> Found<Vec<ReactionDoc>> {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    let query = Query::on(&REACTIONS, EMOJI).equals(message).equals(mark.as_str());
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

/// For what somebody votes in the poll of a message.
pub async fn votes_of(store: &Store, user: UserId, place: PlaceId, message: MessageId) -> Found<Vec<Answer>> {
    let found = reactions_of(store, user, place, (message, message)).await?;
    Ok(found.iter().filter_map(|(_, mark)| Answer::stored(mark)).collect())
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
