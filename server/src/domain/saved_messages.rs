//! Documents of saved messages: what somebody wants to find again, and when they want to be reminded of it.

use crate::domain::messages::MessageDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{MessageId, PlaceId, SavedMessageId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// A message that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMessageDoc {
    /// `<user>-<message>`, so that a message is saved once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose it is.
    pub user: UserId,
    /// Grows with the time of saving.
    pub number: SavedMessageId,
    /// Where it was said.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// The id of the message.
    pub message: MessageId,
    /// When they are to be reminded. Absent: not at all, or they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// When they were reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded_at: Option<Timestamp>,
}

/// What people saved.
pub static SAVED_MESSAGES: Collection = Collection {
    name: "saved_messages",
    append_only: false,
    indexes: &[
        Index { name: USER, keys: &["user", "number"], unique: false, partial: None, ttl: false },
        Index { name: REMIND, keys: &["remind_at"], unique: false, partial: Some("remind_at"), ttl: false },
        Index { name: "channel", keys: &["channel"], unique: false, partial: None, ttl: false },
    ],
};

const USER: &str = "user_number";
const REMIND: &str = "remind_at";

impl Entity for SavedMessageDoc {
    const COLLECTION: &'static Collection = &SAVED_MESSAGES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl SavedMessageDoc {
    /// A message that is saved now.
    pub fn new(number: SavedMessageId, user: UserId, message: &MessageDoc) -> Self {
        Self {
            id: Self::document_id(user, message.id),
            version: FIRST_VERSION,
            user,
            number,
            place: message.place,
            message: message.id,
            remind_at: None,
            reminded_at: None,
        }
    }

    /// With another time at which they are to be reminded.
    #[must_use]
    pub fn reminding_at(self, remind_at: Option<Timestamp>) -> Self {
        Self { remind_at, reminded_at: None, ..self }
    }

    /// As it is once they were reminded.
    #[must_use]
    pub fn reminded(self, now: Timestamp) -> Self {
        Self { remind_at: None, reminded_at: Some(now), ..self }
    }

    /// The id of what a message is to somebody who saved it.
    pub fn document_id(user: UserId, message: MessageId) -> String {
        format!("{user}-{message}")
    }
}

/// What somebody saved before something, the last one first.
pub async fn page(
    store: &Store,
    user: UserId,
    before: Option<SavedMessageId>,
    limit: usize,
) -> Result<Vec<SavedMessageDoc>, StoreError> {
    let upper = before.map_or(Bound::Unbounded, Bound::Excluded);
    let query = all_of_user(user).range((Bound::Unbounded, upper));
    store.find(query.descending().limit(limit)).await
}

/// How much somebody saved.
pub async fn count(store: &Store, user: UserId) -> Result<u64, StoreError> {
    store.count(all_of_user(user)).await
}

/// Of what people are to be reminded by now, oldest first.
pub async fn due(store: &Store, now: Timestamp, limit: usize) -> Result<Vec<SavedMessageDoc>, StoreError> {
    store.find(Query::on(&SAVED_MESSAGES, REMIND).range(..=now).limit(limit)).await
}

/// When somebody is to be reminded next.
pub async fn next(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let all = Query::on(&SAVED_MESSAGES, REMIND).range(Timestamp(0)..);
    Ok(store.find_one::<SavedMessageDoc>(all).await?.and_then(|first| first.remind_at))
}

/// All that somebody saved.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&SAVED_MESSAGES, USER).equals(user)
}

/// All that was saved in a place.
pub fn all_in(place: PlaceId) -> Query {
    Query::on(&SAVED_MESSAGES, "channel").equals(place)
}
