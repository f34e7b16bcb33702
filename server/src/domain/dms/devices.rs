//! Devices as the server deals with them: which session each is, and the prekeys that others take from it.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use dm_wire::grant::Party;
use dm_wire::ids::DeviceId;
use dm_wire::prekeys::Bundle;
use dm_wire::{UserId, Wire};
use hubbub_shared::{Bytes, SessionId};
use serde::{Deserialize, Serialize};

/// A browser of somebody's chain. Goes when it is revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DmDeviceDoc {
    /// The device's id, in base64url.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose device it is.
    pub user: UserId,
    /// The session that it is. Absent: none has said so yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// Its signed prekey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Bytes>,
    /// The highest number of a one-time prekey of it: none is taken twice.
    #[serde(default)]
    pub highest: u32,
    /// The newest head of the chain that it signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Bytes>,
}

/// Devices that can be written to.
pub static DM_DEVICES: Collection = Collection {
    name: "dm_devices",
    append_only: false,
    indexes: &[
        Index { name: USER, keys: &["user"], unique: false, partial: None, ttl: false },
        // A session is one device.
        Index { name: SESSION, keys: &["session"], unique: true, partial: Some("session"), ttl: false },
    ],
};

const USER: &str = "user";
const SESSION: &str = "session";

impl Entity for DmDeviceDoc {
    const COLLECTION: &'static Collection = &DM_DEVICES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl DmDeviceDoc {
    /// A device that has just come.
    pub fn new(device: Party, session: Option<SessionId>) -> Self {
        let (id, user) = (Self::document_id(device.device), device.user);
        Self { id, version: FIRST_VERSION, user, session, bundle: None, highest: 0, head: None }
    }

    /// The id of the only document of a device.
    pub fn document_id(device: DeviceId) -> String {
        Bytes(device.0.to_vec()).to_text()
    }

    /// The device's id. `None`: nobody wrote this document.
    pub fn device(&self) -> Option<DeviceId> {
        Some(DeviceId(Bytes::of_text(&self.id)?.0.try_into().ok()?))
    }

    /// The device with whose it is.
    pub fn party(&self) -> Option<Party> {
        Some(Party { user: self.user, device: self.device()? })
    }

    /// Its signed prekey, if that still counts at this moment.
    pub fn bundle_at(&self, now_ms: u64) -> Option<Bundle> {
        let bundle = Bundle::parse(&self.bundle.as_ref()?.0).ok()?;
        (now_ms < bundle.body.expires_ms).then_some(bundle)
    }
}

/// The device that a session is.
pub async fn device_of_session(store: &Store, session: SessionId) -> Result<Option<DmDeviceDoc>, StoreError> {
    store.find_one(Query::on(&DM_DEVICES, SESSION).equals(session)).await
}

/// All devices of somebody.
pub fn all_devices_of(user: UserId) -> Query {
    Query::on(&DM_DEVICES, USER).equals(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_by_its_document() {
        let party = Party { user: UserId(7), device: DeviceId([0xfe; 16]) };
        assert_eq!(DmDeviceDoc::new(party, None).party(), Some(party));
        assert_eq!(DmDeviceDoc::new(party, None).bundle_at(0), None, "it has no prekey yet");
    }
}
