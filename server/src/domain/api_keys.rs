//! Keys with which programs act for a person, in a scope that narrows what the person may do. The store keeps hashes of their
//! tokens.

use crate::domain::sessions::{self, Rotating, Token};
use crate::store::{Collection, Entity, Index, Query};
use hubbub_shared::model::ApiKey;
use hubbub_shared::{ApiKeyId, HubId, Permissions, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A stored key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyDoc {
    /// Public: it proves nothing.
    #[serde(rename = "_id")]
    pub id: ApiKeyId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// For whom it acts.
    pub user: UserId,
    /// What it is for, in its maker's words.
    pub name: String,
    /// What a program comes with.
    #[serde(flatten)]
    pub token: Rotating,
    /// What it may do of what its maker may do.
    pub scope: Permissions,
    /// The only hub that it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Written at most every few minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// When it ends, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// Keys of all people.
pub static API_KEYS: Collection = Collection {
    name: "api_keys",
    append_only: false,
    indexes: &[
        Rotating::BY_TOKEN,
        Rotating::BY_FORMER,
        Index { name: USER, keys: &["user", "created_at"], unique: false, partial: None, ttl: false },
        Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const USER: &str = "user";

/// The token before a rotation is good for so long.
const OVERLAP_MS: i64 = 24 * 60 * 60 * 1000;

impl Entity for ApiKeyDoc {
    const COLLECTION: &'static Collection = &API_KEYS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl ApiKeyDoc {
    /// As its maker sees it.
    pub fn view(&self, now: Timestamp) -> ApiKey {
        ApiKey {
            id: self.id,
            name: self.name.clone(),
            prefix: self.token.prefix.clone(),
            scope: self.scope,
            hub: self.hub,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            expires_at: self.expires_at,
            former_until: self.token.former_at(now),
        }
    }

    /// Whether the token of this hash opens it at a moment.
    pub fn is_opened_by(&self, hash: &str, now: Timestamp) -> bool {
        self.token.is_opened_by(hash, now) && self.expires_at.is_none_or(|end| end > now)
    }

    /// The same key with another token; the one it has is good for another day.
    pub fn rotated(self, token: &Token, now: Timestamp) -> Self {
        Self { token: self.token.rotated(token, now.plus_ms(OVERLAP_MS)), ..self }
    }
}

/// What is kept of a token, and looked up. `None` for text that cannot be a key's token.
pub fn hash(token: &str) -> Option<String> {
    sessions::hash_of_kind(sessions::Kind::ApiKey, token)
}

/// All keys of a person, in the order in which they were made.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&API_KEYS, USER).equals(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_key_until_it_ends_and_the_one_before_for_a_day() {
        let (first, second) =
            (Token::random(sessions::Kind::ApiKey).unwrap(), Token::random(sessions::Kind::ApiKey).unwrap());
        let at = |ms| Timestamp(1_000_000 + ms);
        let key = ApiKeyDoc {
            id: ApiKeyId(1),
            version: 1,
            user: UserId(2),
            name: "CI".to_owned(),
            token: Rotating::first(&first),
            scope: Permissions::SEND,
            hub: None,
            created_at: at(0),
            last_used_at: None,
            expires_at: Some(at(10 * OVERLAP_MS)),
        };
        let opens =
            |key: &ApiKeyDoc, token: &Token, now| key.is_opened_by(&hash(token.reveal()).unwrap(), now);
        assert!(opens(&key, &first, at(0)) && !opens(&key, &second, at(0)));
        let key = key.rotated(&second, at(5));
        assert!(opens(&key, &second, at(6)) && opens(&key, &first, at(6)));
        assert!(!opens(&key, &first, at(5 + OVERLAP_MS)) && opens(&key, &second, at(5 + OVERLAP_MS)));
        assert!(!opens(&key, &second, at(10 * OVERLAP_MS)), "its end has come");
        assert_eq!(hash("hubbub_AAAA"), None);
    }
}
