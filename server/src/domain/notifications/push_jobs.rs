//! What is to be sent to a device: that something is new in a place. What, is looked up when it is sent, so that many
//! messages are one notification, and what was read, deleted or hidden meanwhile is not told.

use super::decide::Occasion;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{MessageId, PlaceId, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Not;

/// A mention is worth telling for so long.
const MENTION_MS: i64 = 12 * 3_600_000;
/// Any other message for so long.
const MESSAGE_MS: i64 = 4 * 3_600_000;

/// Something is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushJobDoc {
    /// `<session>-<place>`, so that at most one thing waits for a device of a place; of a reminder `<session>-<message>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The session of the device.
    pub session: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// Where something was said.
    pub place: PlaceId,
    /// The newest message of which they are to be told.
    pub message: MessageId,
    /// Position of the message.
    pub seq: u64,
    /// Who wrote it.
    pub author: UserId,
    /// Whether it, or one before it that waits with it, names them.
    pub mention: bool,
    /// Whether they are reminded of it.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub reminder: bool,
    /// Whether it was written to them alone.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub direct: bool,
    /// How many messages wait with it, itself too.
    pub count: u64,
    /// When it is to be sent.
    pub due: Timestamp,
    /// It is not worth telling any more.
    pub expires_at: Timestamp,
    /// How often a push service was not ready for it.
    pub attempts: u32,
}

/// What is to be sent to devices.
pub static PUSH_JOBS: Collection = Collection {
    name: "push_jobs",
    append_only: false,
    indexes: &[
        Index { name: DUE, keys: &["due"], unique: false, partial: None, ttl: false },
        Index { name: "user", keys: &["user"], unique: false, partial: None, ttl: false },
    ],
};

const DUE: &str = "due";

impl Entity for PushJobDoc {
    const COLLECTION: &'static Collection = &PUSH_JOBS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// A message of which somebody is to be told.
#[derive(Debug, Clone, Copy)]
pub struct News {
    /// Who is to be told.
    pub user: UserId,
    /// Where it was said.
    pub place: PlaceId,
    /// The id of the message.
    pub message: MessageId,
    /// Position of the message.
    pub seq: u64,
    /// Who wrote it.
    pub author: UserId,
    /// What it is to them.
    pub occasion: Occasion,
}

impl PushJobDoc {
    /// Something new for a device of which nothing waits there.
    pub fn new(session: SessionId, news: News, now: Timestamp, due: Timestamp) -> Self {
        let News { user, place, message, seq, author, occasion } = news;
        let is = |one| occasion == one;
        let (mention, direct, reminder) =
            (is(Occasion::Mention), is(Occasion::Direct), is(Occasion::Reminder));
        Self {
            id: if reminder { format!("{session}-{message}") } else { Self::document_id(session, place) },
            version: FIRST_VERSION,
            session,
            user,
            place,
            message,
            seq,
            author,
            mention,
            reminder,
            direct,
            count: 1,
            due,
            expires_at: now.plus_ms(if mention || direct || reminder { MENTION_MS } else { MESSAGE_MS }),
            attempts: 0,
        }
    }

    /// What waits there already, with a newer message: that is told, and how many there are.
    #[must_use]
    pub fn and(self, newer: Self) -> Self {
        Self {
            version: self.version,
            mention: self.mention || newer.mention,
            count: self.count + 1,
            // What waited is not put off by what came after it, nor a service that is not ready asked sooner.
            due: if self.attempts > 0 { self.due } else { self.due.min(newer.due) },
            attempts: self.attempts,
            ..newer
        }
    }

    /// The id of what waits for a device of a place.
    pub fn document_id(session: SessionId, place: PlaceId) -> String {
        format!("{session}-{place}")
    }

    /// What it is to its person.
    pub const fn occasion(&self) -> Occasion {
        match self {
            Self { reminder: true, .. } => Occasion::Reminder,
            Self { direct: true, .. } => Occasion::Direct,
            Self { mention: true, .. } => Occasion::Mention,
            _ => Occasion::Message,
        }
    }

    /// Whether it is worth waking somebody.
    pub const fn is_urgent(&self) -> bool {
        self.mention || self.direct || self.reminder
    }

    /// What of one tag is shown to somebody takes the place of the one before.
    pub fn tag(&self) -> String {
        if self.reminder { format!("reminder-{}", self.message) } else { self.place.to_string() }
    }
}

/// What is to be sent by now, oldest first.
pub async fn due_jobs(store: &Store, now: Timestamp, limit: usize) -> Result<Vec<PushJobDoc>, StoreError> {
    store.find(Query::on(&PUSH_JOBS, DUE).range(..=now).limit(limit)).await
}

/// When the next thing is to be sent.
pub async fn next_job(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let first = store.find_one::<PushJobDoc>(Query::on(&PUSH_JOBS, DUE)).await?;
    Ok(first.map(|first| first.due))
}

/// All that waits for somebody.
pub fn all_jobs_of(user: UserId) -> Query {
    Query::on(&PUSH_JOBS, "user").equals(user)
}
