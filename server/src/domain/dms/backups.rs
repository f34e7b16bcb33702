//! Somebody's backup: keys of epochs, sealed by keys that only their devices have.

use super::devices::DmDeviceDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use dm_wire::Wire;
use dm_wire::backup::{BackupEntry, BackupGrant};
use dm_wire::ids::DeviceId;
use hubbub_shared::{Bytes, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// A backup key that is sealed to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupKeyDoc {
    /// `<user>-<generation>-<device>`: a device has one key of a generation.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// Whose it is.
    pub user: UserId,
    /// Which of their backup keys.
    pub generation: u32,
    /// The device that opens it, in base64url.
    pub to: String,
    /// All of it.
    pub bytes: Bytes,
}

/// Sealed backup keys.
pub static DM_BACKUP_KEYS: Collection = Collection {
    name: "dm_backup_keys",
    append_only: false,
    indexes: &[
        Index { name: GENERATION, keys: &["user", "generation"], unique: false, partial: None, ttl: false },
        Index { name: TO, keys: &["user", "to", "generation"], unique: false, partial: None, ttl: false },
    ],
};

const GENERATION: &str = "user_generation";
const TO: &str = "user_to_generation";

impl Entity for BackupKeyDoc {
    const COLLECTION: &'static Collection = &DM_BACKUP_KEYS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl BackupKeyDoc {
    /// A key as its device sealed it.
    pub fn new(key: &BackupGrant) -> Self {
        let (user, generation) = (key.head.user, key.head.generation);
        let to = DmDeviceDoc::document_id(key.head.to);
        let id = format!("{user}-{generation}-{to}");
        Self { id, version: FIRST_VERSION, user, generation, to, bytes: key.encode().into() }
    }
}

/// All that there is of a generation.
pub async fn backup_set(
    store: &Store,
    user: UserId,
    generation: u32,
) -> Result<Vec<BackupKeyDoc>, StoreError> {
    store.find(Query::on(&DM_BACKUP_KEYS, GENERATION).equals(user).equals(generation)).await
}

/// Keys that a device opens, by generation.
pub async fn backup_keys_of(
    store: &Store,
    user: UserId,
    device: DeviceId,
) -> Result<Vec<BackupKeyDoc>, StoreError> {
    let to = DmDeviceDoc::document_id(device);
    store.find(Query::on(&DM_BACKUP_KEYS, TO).equals(user).equals(to)).await
}

/// The key of an epoch, sealed by a backup key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupEntryDoc {
    /// `<user>-<name>`: an epoch is there once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose backup it is in.
    pub user: UserId,
    /// Which epoch: `<conversation>-<epoch>-<device>`.
    pub name: String,
    /// All of it.
    pub bytes: Bytes,
}

/// Entries of backups.
pub static DM_BACKUP: Collection = Collection {
    name: "dm_backup",
    append_only: false,
    indexes: &[Index { name: USER, keys: &["user", "name"], unique: false, partial: None, ttl: false }],
};

const USER: &str = "user_name";

impl Entity for BackupEntryDoc {
    const COLLECTION: &'static Collection = &DM_BACKUP;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl BackupEntryDoc {
    /// An entry as its device sealed it.
    pub fn new(entry: &BackupEntry) -> Self {
        let (head, text) = (&entry.head, |bytes: [u8; 16]| Bytes(bytes.to_vec()).to_text());
        let (user, sender) = (head.user, head.sender.device);
        let name = format!("{}-{}-{}", text(head.conversation.0), text(head.epoch.0), text(sender.0));
        let id = format!("{user}-{name}");
        Self { id, version: FIRST_VERSION, user, name, bytes: entry.encode().into() }
    }
}

/// Entries of somebody's backup, after one of them.
pub async fn backup_page(
    store: &Store,
    user: UserId,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<BackupEntryDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_owned()));
    let query = Query::on(&DM_BACKUP, USER).equals(user).range((lower, Bound::Unbounded));
    store.find(query.limit(limit)).await
}

/// All of somebody's backup, keys and entries.
pub fn everything_of(user: UserId) -> [Query; 2] {
    [Query::on(&DM_BACKUP_KEYS, GENERATION).equals(user), Query::on(&DM_BACKUP, USER).equals(user)]
}
