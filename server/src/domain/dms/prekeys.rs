//! One-time prekeys, each of which is handed out once.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use dm_wire::Wire;
use dm_wire::ids::DeviceId;
use dm_wire::prekeys::OneTimeKey;
use hubbub_shared::{Bytes, UserId};
use serde::{Deserialize, Serialize};

/// A one-time prekey that nobody has taken yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrekeyDoc {
    /// `<device>-<signed prekey>-<number>`: a number is there once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// The device whose it is, in base64url.
    pub device: String,
    /// Whose device that is.
    pub user: UserId,
    /// The signed prekey that it goes with.
    pub spk: u32,
    /// Its number among those.
    pub number: u32,
    /// All of it.
    pub bytes: Bytes,
}

/// One-time prekeys that are laid out.
pub static DM_PREKEYS: Collection = Collection {
    name: "dm_prekeys",
    append_only: false,
    indexes: &[Index {
        name: DEVICE,
        keys: &["device", "spk", "number"],
        unique: false,
        partial: None,
        ttl: false,
    }],
};

const DEVICE: &str = "device_spk_number";

impl Entity for PrekeyDoc {
    const COLLECTION: &'static Collection = &DM_PREKEYS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl PrekeyDoc {
    /// A prekey that was checked.
    pub fn new(user: UserId, key: &OneTimeKey) -> Self {
        let (spk, number) = (key.body.spk, key.body.id.get());
        let device = super::DmDeviceDoc::document_id(key.body.device);
        let id = format!("{device}-{spk}-{number}");
        Self { id, version: FIRST_VERSION, device, user, spk, number, bytes: key.encode().into() }
    }
}

fn of_generation(device: DeviceId, spk: u32) -> Query {
    prekeys_of(device).equals(spk)
}

/// All one-time prekeys of a device.
pub fn prekeys_of(device: DeviceId) -> Query {
    Query::on(&DM_PREKEYS, DEVICE).equals(super::DmDeviceDoc::document_id(device))
}

/// How many are left of a signed prekey.
pub async fn prekeys_left(store: &Store, device: DeviceId, spk: u32) -> Result<u64, StoreError> {
    store.count(of_generation(device, spk)).await
}

/// Takes one: nobody else gets it, whoever asks at the same moment. `None`: there is none left.
pub async fn next_prekey(store: &Store, device: DeviceId, spk: u32) -> Result<Option<Bytes>, StoreError> {
    loop {
        let Some(next) = store.find_one::<PrekeyDoc>(of_generation(device, spk)).await? else {
            return Ok(None);
        };
        // Of those who delete it, one did.
        if store.delete::<PrekeyDoc>(&next.id).await? {
            return Ok(Some(next.bytes));
        }
    }
}
