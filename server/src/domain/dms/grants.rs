//! Keys of epochs on their way to the devices that are to read, and whom each epoch was given to.

use super::devices::DmDeviceDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use dm_wire::Wire;
use dm_wire::grant::{Grant, Party};
use dm_wire::ids::{DeviceId, EpochId};
use hubbub_shared::{Bytes, PlaceId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Bound;

/// What is not fetched in this time (45 days) is forgotten: the prekeys that it needs are gone by then.
const KEPT_MS: i64 = 45 * 86_400_000;

/// A grant that its device has not acknowledged yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantDoc {
    /// `<to>-<from>-<epoch>`: a device gets an epoch's key once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// The device that it is for, in base64url.
    pub to: String,
    /// Its place among those, a number as text.
    pub at: String,
    /// All of it.
    pub bytes: Bytes,
    /// When it is forgotten at the latest.
    pub expires_at: Timestamp,
}

/// Grants that wait for their devices.
pub static DM_GRANTS: Collection = Collection {
    name: "dm_grants",
    append_only: false,
    indexes: &[
        Index { name: TO, keys: &["to", "at"], unique: false, partial: None, ttl: false },
        Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const TO: &str = "to_at";

impl Entity for GrantDoc {
    const COLLECTION: &'static Collection = &DM_GRANTS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl GrantDoc {
    /// A grant that came with a message; `at` goes up with each.
    pub fn new(grant: &Grant, at: u64, now: Timestamp) -> Self {
        let head = &grant.head;
        Self {
            id: Self::document_id(head.to.device, head.from.device, head.epoch),
            version: FIRST_VERSION,
            to: DmDeviceDoc::document_id(head.to.device),
            at: at.to_string(),
            bytes: grant.encode().into(),
            expires_at: now.plus_ms(KEPT_MS),
        }
    }

    /// The id of the only grant of an epoch to a device.
    pub fn document_id(to: DeviceId, from: DeviceId, epoch: EpochId) -> String {
        let text = |bytes: [u8; 16]| Bytes(bytes.to_vec()).to_text();
        format!("{}-{}-{}", text(to.0), text(from.0), text(epoch.0))
    }
}

/// Grants for a device, after one of them.
pub async fn grants_page(
    store: &Store,
    to: DeviceId,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<GrantDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_owned()));
    store.find(grants_to(to).range((lower, Bound::Unbounded)).limit(limit)).await
}

/// All grants for a device.
pub fn grants_to(to: DeviceId) -> Query {
    Query::on(&DM_GRANTS, TO).equals(DmDeviceDoc::document_id(to))
}

/// Whom an epoch was given to, so that a message without grants is for the devices there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochDoc {
    /// `<place>-<device>-<epoch>`: nobody else's device can take it.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// The devices, each with whose it is, in base64url.
    pub to: Vec<Bytes>,
    /// When it is forgotten. A message of it is answered with "devices changed" then, and its device begins another.
    pub expires_at: Timestamp,
}

/// Epochs in use.
pub static DM_EPOCHS: Collection = Collection {
    name: "dm_epochs",
    append_only: false,
    indexes: &[Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true }],
};

impl Entity for EpochDoc {
    const COLLECTION: &'static Collection = &DM_EPOCHS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl EpochDoc {
    /// An epoch that was just given to these.
    pub fn new(id: String, grants: &[Grant], now: Timestamp) -> Self {
        let to: BTreeSet<Party> = grants.iter().map(|grant| grant.head.to).collect();
        let to = to.iter().map(|party| party.encode().into()).collect();
        Self { id, version: FIRST_VERSION, to, expires_at: now.plus_ms(KEPT_MS) }
    }

    /// The id of the only document of an epoch.
    pub fn document_id(place: PlaceId, device: DeviceId, epoch: EpochId) -> String {
        let text = |bytes: [u8; 16]| Bytes(bytes.to_vec()).to_text();
        format!("{place}-{}-{}", text(device.0), text(epoch.0))
    }

    /// Whether it was given to exactly these, and is not forgotten.
    pub fn is_for(&self, parties: &BTreeSet<Party>, now: Timestamp) -> bool {
        now < self.expires_at
            && self.to.iter().map(|bytes| Party::parse(&bytes.0).ok()).eq(parties.iter().copied().map(Some))
    }
}
