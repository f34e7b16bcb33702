//! How sessions are stored.

use crate::App;
use crate::store::{Collection, Entity, Index, Query, StoreError};
use hubbub_shared::model::Session;
use hubbub_shared::{SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Where sessions are.
pub static COLLECTION: Collection = Collection {
    name: "sessions",
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
pub(super) struct Record {
    #[serde(rename = "_id")]
    pub id: SessionId,
    pub version: u64,
    pub user: UserId,
    pub name: String,
    pub token_hash: String,
    pub created_at: Timestamp,
    /// Written at most every few minutes.
    pub last_used_at: Timestamp,
    /// Moves on while the session is used.
    pub expires_at: Timestamp,
}

impl Entity for Record {
    const COLLECTION: &'static Collection = &COLLECTION;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Record {
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

pub(super) async fn by_token_hash(app: &App, hash: &str) -> Result<Option<Record>, StoreError> {
    app.store.find_one(Query::on(&COLLECTION, TOKEN).equals(hash)).await
}

pub(super) async fn of_user(app: &App, user: UserId, limit: usize) -> Result<Vec<Record>, StoreError> {
    app.store.find(Query::on(&COLLECTION, USER).equals(user).descending().limit(limit)).await
}
