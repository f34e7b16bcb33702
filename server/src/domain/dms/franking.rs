//! The keys with which the server says of a message, which it cannot read, who sent it where and when.

use crate::store::{Collection, Entity, FIRST_VERSION, Query, Store, StoreError};
use dm_wire::franking::{Receipt, tag};
use dm_wire::header::Header;
use dm_wire::keys::Secret;
use hubbub_shared::{Bytes, Timestamp};
use serde::{Deserialize, Serialize};

/// After so long (90 days) messages get tags of another key. Those before are kept for reports.
const IN_USE_MS: i64 = 90 * 86_400_000;

/// A key as it is stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrankingKeyDoc {
    /// Its number, with zeros before it.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// Its number, which tags name.
    pub number: u32,
    /// 32 bytes that nobody else knows.
    pub secret: Bytes,
    /// When it was made.
    pub made_at: Timestamp,
}

impl std::fmt::Debug for FrankingKeyDoc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FrankingKeyDoc({})", self.number)
    }
}

/// The keys of the server.
pub static DM_FRANKING_KEYS: Collection =
    Collection { name: "dm_franking_keys", append_only: false, indexes: &[] };

impl Entity for FrankingKeyDoc {
    const COLLECTION: &'static Collection = &DM_FRANKING_KEYS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl FrankingKeyDoc {
    /// A key of random bytes, which comes after those there are.
    pub fn new(number: u32, secret: [u8; 32], made_at: Timestamp) -> Self {
        let id = format!("{number:010}");
        Self { id, version: FIRST_VERSION, number, secret: secret.to_vec().into(), made_at }
    }

    /// Whether messages get tags of it at this moment.
    pub fn is_in_use(&self, now: Timestamp) -> bool {
        now.0 < self.made_at.0.saturating_add(IN_USE_MS)
    }

    /// The key itself. `None`: nobody wrote this document.
    pub fn key(&self) -> Option<FrankingKey> {
        let secret = Secret(self.secret.0.as_slice().try_into().ok()?);
        Some(FrankingKey { number: self.number, secret })
    }
}

/// All keys, oldest first.
pub async fn all_keys(store: &Store) -> Result<Vec<FrankingKeyDoc>, StoreError> {
    store.find(Query::on(&DM_FRANKING_KEYS, "_id")).await
}

/// A key in memory.
#[derive(Debug, Clone)]
pub struct FrankingKey {
    number: u32,
    secret: Secret,
}

impl FrankingKey {
    /// What the server says of a message that came at this moment.
    pub fn receipt(&self, header: &Header, at: Timestamp) -> Receipt {
        let server_time_ms = at.0.unsigned_abs();
        Receipt { key: self.number, server_time_ms, tag: tag(&self.secret, header, server_time_ms) }
    }
}
