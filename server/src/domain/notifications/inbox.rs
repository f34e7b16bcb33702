//! What concerned somebody: kept for a while after it was read, and told them by push if they do not look.

use crate::domain::messages::MessageDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::InboxReason;
use hubbub_shared::{MessageId, PlaceId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// It is kept for so long.
const KEPT_MS: i64 = 90 * 86_400_000;

/// A message that names somebody. Written with the message, gone when it names them no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxDoc {
    /// `<user>-<message>`, so that a message concerns a person once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whom it concerns.
    pub user: UserId,
    /// Where it was said.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// The id of the message.
    pub message: MessageId,
    /// Position of the message.
    pub seq: u64,
    /// Who wrote it.
    pub author: UserId,
    /// Why it concerns them. Absent: it names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<InboxReason>,
    /// From when on it is to be decided whether they are told. Absent: it is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// When it goes.
    pub expires_at: Timestamp,
}

/// What concerned people.
pub static INBOX: Collection = Collection {
    name: "inbox",
    append_only: false,
    indexes: &[
        Index { name: USER, keys: &["user", "message"], unique: false, partial: None, ttl: false },
        Index { name: DUE, keys: &["due"], unique: false, partial: Some("due"), ttl: false },
        Index { name: "channel", keys: &["channel"], unique: false, partial: None, ttl: false },
        Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const USER: &str = "user_message";
const DUE: &str = "due";

impl Entity for InboxDoc {
    const COLLECTION: &'static Collection = &INBOX;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl InboxDoc {
    /// A message concerns somebody from this moment on.
    pub fn new(user: UserId, message: &MessageDoc, reason: InboxReason, now: Timestamp) -> Self {
        Self {
            id: Self::document_id(user, message.id),
            version: FIRST_VERSION,
            user,
            place: message.place,
            message: message.id,
            seq: message.seq,
            author: message.author,
            reason: (reason != InboxReason::Mention).then_some(reason),
            due: Some(now),
            expires_at: message.created_at.plus_ms(KEPT_MS),
        }
    }

    /// Why it concerns them.
    pub fn why(&self) -> InboxReason {
        self.reason.unwrap_or(InboxReason::Mention)
    }

    /// The id of what a message is to somebody.
    pub fn document_id(user: UserId, message: MessageId) -> String {
        format!("{user}-{message}")
    }
}

type Found<T> = Result<T, StoreError>;

/// What concerned somebody before a message, newest first.
pub async fn inbox_page(
    store: &Store,
    user: UserId,
    before: Option<MessageId>,
    limit: usize,
) -> Found<Vec<InboxDoc>> {
    let upper = before.map_or(Bound::Unbounded, Bound::Excluded);
    let query = Query::on(&INBOX, USER).equals(user).range((Bound::Unbounded, upper));
    store.find(query.descending().limit(limit)).await
}

/// What concerned somebody in a place from a message on, as far as it is among so many that concerned them since then.
pub async fn inbox_since(
    store: &Store,
    user: UserId,
    place: PlaceId,
    message: MessageId,
    limit: usize,
) -> Found<Vec<InboxDoc>> {
    let query = Query::on(&INBOX, USER).equals(user).range(message..).limit(limit);
    let all: Vec<InboxDoc> = store.find(query).await?;
    Ok(all.into_iter().filter(|entry| entry.place == place).collect())
}

/// What is to be decided by now, oldest first.
pub async fn due_in_inbox(store: &Store, now: Timestamp, limit: usize) -> Found<Vec<InboxDoc>> {
    store.find(Query::on(&INBOX, DUE).range(..=now).limit(limit)).await
}

/// When the next thing is to be decided.
pub async fn next_in_inbox(store: &Store) -> Found<Option<Timestamp>> {
    let first = store.find_one::<InboxDoc>(Query::on(&INBOX, DUE).range(Timestamp(0)..)).await?;
    Ok(first.and_then(|first| first.due))
}

/// All that concerned somebody.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&INBOX, USER).equals(user)
}
