//! Devices and programs that are signed in. A session is a random token; the store keeps its hash.

mod rotating;
mod token;

pub use rotating::{Rotating, by_rotating_hash};
pub use token::{Kind, Token, hash, hash_of_kind};

use crate::store::{Collection, Entity, Index, Query, Store, StoreError};
use hubbub_shared::model::Session;
use hubbub_shared::{SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// The collection of sessions.
pub static SESSIONS: Collection = Collection {
    name: "sessions",
    append_only: false,
    indexes: &[
        Index { name: TOKEN, keys: &["token_hash"], unique: true, partial: None, ttl: false },
        Index { name: USER, keys: &["user", "created_at"], unique: false, partial: None, ttl: false },
        Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const TOKEN: &str = "token";
const USER: &str = "user";

/// A stored session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDoc {
    /// Public: it proves nothing.
    #[serde(rename = "_id")]
    pub id: SessionId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The person who is signed in.
    pub user: UserId,
    /// The device or program, for its person.
    pub name: String,
    /// Of the token, which is not kept.
    pub token_hash: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// Written at most every few minutes.
    pub last_used_at: Timestamp,
    /// Moves on while the session is used.
    pub expires_at: Timestamp,
    /// `true` when it ended because its person was suspended: it lets nobody in, and is kept so that its device can be told
    /// why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<bool>,
}

impl Entity for SessionDoc {
    const COLLECTION: &'static Collection = &SESSIONS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl SessionDoc {
    /// As its person sees it; `current`: the session they look from.
    pub fn view(&self, current: Option<SessionId>) -> Session {
        Session {
            id: self.id,
            name: self.name.clone(),
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            current: current == Some(self.id),
        }
    }
}

/// Whose token has this hash.
pub async fn by_token_hash(store: &Store, hash: &str) -> Result<Option<SessionDoc>, StoreError> {
    store.find_one(Query::on(&SESSIONS, TOKEN).equals(hash)).await
}

/// The sessions of a person, newest first.
pub async fn of_user(store: &Store, user: UserId, limit: usize) -> Result<Vec<SessionDoc>, StoreError> {
    store.find(Query::on(&SESSIONS, USER).equals(user).descending().limit(limit)).await
}

/// All sessions of a person.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&SESSIONS, USER).equals(user)
}
