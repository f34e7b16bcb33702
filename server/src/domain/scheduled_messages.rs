//! Documents of messages that somebody has written and that are to be sent later.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{ChannelId, ErrorCode, PlaceId, ScheduledMessageId, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A message that is to be sent later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledMessageDoc {
    /// The id, by which it is sent once.
    #[serde(rename = "_id")]
    pub id: ScheduledMessageId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose it is.
    pub user: UserId,
    /// By which of their sessions it was written.
    pub session: SessionId,
    /// Where it is to be said.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// What it says.
    pub content: String,
    /// When its author wants it to be sent.
    pub send_at: Timestamp,
    /// When that is tried. Absent: it was refused, and waits for its author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<RefusalDoc>,
}

/// Why something was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalDoc {
    /// What the route answers to who sends by hand what is refused for the same reason.
    pub code: ErrorCode,
    /// In words for people.
    pub message: String,
}

/// What is to be sent later.
pub static SCHEDULED_MESSAGES: Collection = Collection {
    name: "scheduled_messages",
    append_only: false,
    indexes: &[
        Index { name: USER, keys: &["user", "send_at"], unique: false, partial: None, ttl: false },
        Index { name: DUE, keys: &["due"], unique: false, partial: Some("due"), ttl: false },
        Index { name: "channel", keys: &["channel"], unique: false, partial: None, ttl: false },
    ],
};

const USER: &str = "user_send_at";
const DUE: &str = "due";

impl Entity for ScheduledMessageDoc {
    const COLLECTION: &'static Collection = &SCHEDULED_MESSAGES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl ScheduledMessageDoc {
    /// Something that is to be said.
    pub fn new(
        id: ScheduledMessageId,
        (user, session): (UserId, SessionId),
        channel: ChannelId,
        content: String,
        send_at: Timestamp,
    ) -> Self {
        let (version, place, due) = (FIRST_VERSION, channel.place(), Some(send_at));
        Self { id, version, user, session, place, content, send_at, due, refused: None }
    }

    /// Where it is to be said.
    pub const fn channel(&self) -> ChannelId {
        ChannelId(self.place.0)
    }

    /// Its author has changed it: it is tried, whatever became of it before.
    pub fn change(&mut self, content: Option<String>, send_at: Option<Timestamp>) {
        if let Some(content) = content {
            self.content = content;
        }
        self.send_at = send_at.unwrap_or(self.send_at);
        (self.due, self.refused) = (Some(self.send_at), None);
    }

    /// By what a repeat is known, also after a crash.
    pub fn nonce(&self) -> String {
        format!("scheduled-{}", self.id)
    }
}

/// All of somebody, what is sent first coming first.
pub async fn of_user(store: &Store, user: UserId) -> Result<Vec<ScheduledMessageDoc>, StoreError> {
    store.find(all_of_user(user)).await
}

/// How many wait of somebody.
pub async fn count(store: &Store, user: UserId) -> Result<u64, StoreError> {
    store.count(all_of_user(user)).await
}

/// What is to be sent by now, oldest first.
pub async fn due(
    store: &Store,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<ScheduledMessageDoc>, StoreError> {
    store.find(Query::on(&SCHEDULED_MESSAGES, DUE).range(..=now).limit(limit)).await
}

/// When the next is to be sent.
pub async fn next(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let all = Query::on(&SCHEDULED_MESSAGES, DUE).range(Timestamp(0)..);
    Ok(store.find_one::<ScheduledMessageDoc>(all).await?.and_then(|first| first.due))
}

/// All that somebody wants to be sent.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&SCHEDULED_MESSAGES, USER).equals(user)
}

/// All that is to be said in a place.
pub fn all_in(place: PlaceId) -> Query {
    Query::on(&SCHEDULED_MESSAGES, "channel").equals(place)
}
