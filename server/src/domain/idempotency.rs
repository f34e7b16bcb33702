//! Answers under the keys that clients gave their requests, so that whoever asks again under the same key has the same answer,
//! and nothing is done twice.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hubbub_shared::{Timestamp, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A key, and how far what was asked under it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDoc {
    /// Of who asked, and the key.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Who asked: a person, or a webhook by its id.
    pub user: UserId,
    /// Of what was asked.
    pub fingerprint: String,
    /// The process that does it.
    pub process: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// Until when it is kept.
    pub expires_at: Timestamp,
    /// What was answered. Absent: it is being done, or the process ended meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerDoc>,
}

/// An answer as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDoc {
    /// The status of HTTP.
    pub status: u16,
    /// Of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The body, sealed: a token may be in it that is kept nowhere else. Absent: there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
}

/// Keys of all who gave some, for a day each.
pub static IDEMPOTENCY_KEYS: Collection = Collection {
    name: "idempotency_keys",
    append_only: false,
    indexes: &[
        Index { name: USER, keys: &["user"], unique: false, partial: None, ttl: false },
        Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const USER: &str = "user";

/// So long is an answer kept.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;
/// Nothing takes longer: what has no answer after this was interrupted.
const RUNS_MS: i64 = 2 * 60 * 1000;

impl Entity for KeyDoc {
    const COLLECTION: &'static Collection = &IDEMPOTENCY_KEYS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl KeyDoc {
    /// Something that begins now, in this process.
    pub fn begun(id: String, user: UserId, fingerprint: String, process: &str, now: Timestamp) -> Self {
        Self {
            id,
            version: FIRST_VERSION,
            user,
            fingerprint,
            process: process.to_owned(),
            begun_at: now,
            expires_at: now.plus_ms(KEPT_MS),
            answer: None,
        }
    }

    /// Whether it is as if it had never been.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }

    /// Whether this process is doing it. One process serves one database: what another began, nobody does any more.
    pub fn is_running(&self, process: &str, now: Timestamp) -> bool {
        self.answer.is_none() && self.process == process && now < self.begun_at.plus_ms(RUNS_MS)
    }

    /// The same, begun again.
    #[must_use]
    pub fn again(self, process: &str, now: Timestamp) -> Self {
        Self { process: process.to_owned(), begun_at: now, ..self }
    }
}

/// A digest of parts, none of which runs into the next.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    BASE64_URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// How many keys somebody has given lately, counted no further than this.
pub async fn count_of(store: &Store, user: UserId, limit: usize) -> Result<u64, StoreError> {
    store.count(all_of_user(user).limit(limit)).await
}

/// All keys of somebody.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&IDEMPOTENCY_KEYS, USER).equals(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_process_began_is_interrupted_and_what_this_one_began_runs_for_a_while() {
        let at = |ms| Timestamp(1_000_000 + ms);
        let key = KeyDoc::begun("k".to_owned(), UserId(1), "f".to_owned(), "this", at(0));
        assert!(key.is_running("this", at(1)) && !key.is_running("other", at(1)));
        assert!(!key.is_running("this", at(RUNS_MS)));
        assert!(!key.is_over(at(KEPT_MS - 1)) && key.is_over(at(KEPT_MS)));
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }
}
