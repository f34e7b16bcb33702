//! The token of a program that is changed over without a gap: the one before it stays good for a while.

use super::Token;
use crate::store::{Entity, Index, Query, Store, StoreError};
use hubbub_shared::Timestamp;
use serde::{Deserialize, Serialize};

/// What is kept of such a token. Its fields stand among those of the document that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotating {
    /// How the token begins.
    pub prefix: String,
    /// Of the token, which is not kept.
    pub token_hash: String,
    /// Of the token before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_hash: Option<String>,
    /// Until when that one is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_until: Option<Timestamp>,
}

const TOKEN: &str = "token";
const FORMER: &str = "former";

/// The document whose token, or whose token before, has this hash.
pub async fn by_rotating_hash<T: Entity>(store: &Store, hash: &str) -> Result<Option<T>, StoreError> {
    match store.find_one(Query::on(T::COLLECTION, TOKEN).equals(hash)).await? {
        Some(found) => Ok(Some(found)),
        None => store.find_one(Query::on(T::COLLECTION, FORMER).equals(hash)).await,
    }
}

impl Rotating {
    /// By which a token is found; for the collection of whatever has one.
    pub const BY_TOKEN: Index =
        Index { name: TOKEN, keys: &["token_hash"], unique: true, partial: None, ttl: false };
    /// The same, of the token before it.
    pub const BY_FORMER: Index = Index {
        name: FORMER,
        keys: &["former_hash"],
        unique: true,
        partial: Some("former_hash"),
        ttl: false,
    };

    /// The first token.
    pub fn first(token: &Token) -> Self {
        Self {
            prefix: token.prefix().to_owned(),
            token_hash: token.hash(),
            former_hash: None,
            former_until: None,
        }
    }

    /// Another token; the one there is stays good until a moment. One before it is over.
    #[must_use]
    pub fn rotated(self, token: &Token, until: Timestamp) -> Self {
        Self { former_hash: Some(self.token_hash), former_until: Some(until), ..Self::first(token) }
    }

    /// Whether the token of this hash is good at a moment.
    pub fn is_opened_by(&self, hash: &str, now: Timestamp) -> bool {
        self.token_hash == hash || self.former_hash.as_deref() == Some(hash) && self.former_at(now).is_some()
    }

    /// Until when the token before is good, if it is at this moment.
    pub fn former_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.former_until.filter(|until| *until > now)
    }
}
