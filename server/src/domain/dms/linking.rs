//! What a new device asks of its person's others, and what it is answered.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use dm_wire::ids::DeviceId;
use hubbub_shared::{Bytes, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What is not answered in a day is asked again.
const KEPT_MS: i64 = 86_400_000;

/// A device that asks to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkingDoc {
    /// `<user>-<device>`: each asks once at a time.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose device it wants to be.
    pub user: UserId,
    /// What it asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Bytes>,
    /// What it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome: Option<Bytes>,
    /// When both are forgotten.
    pub expires_at: Timestamp,
}

/// Devices that ask to be let in.
pub static DM_LINKING: Collection = Collection {
    name: "dm_linking",
    append_only: false,
    indexes: &[
        Index { name: USER, keys: &["user"], unique: false, partial: None, ttl: false },
        Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const USER: &str = "user";

impl Entity for LinkingDoc {
    const COLLECTION: &'static Collection = &DM_LINKING;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl LinkingDoc {
    /// Nothing asked and nothing answered yet.
    pub fn new(user: UserId, device: DeviceId, now: Timestamp) -> Self {
        let id = format!("{user}-{}", super::DmDeviceDoc::document_id(device));
        let expires_at = now.plus_ms(KEPT_MS);
        Self { id, version: FIRST_VERSION, user, request: None, welcome: None, expires_at }
    }
}

/// Devices that ask to be one of somebody's.
pub async fn linking_of(store: &Store, user: UserId, limit: usize) -> Result<Vec<LinkingDoc>, StoreError> {
    store.find(all_linking_of(user).limit(limit)).await
}

/// The same, as a range.
pub fn all_linking_of(user: UserId) -> Query {
    Query::on(&DM_LINKING, USER).equals(user)
}
