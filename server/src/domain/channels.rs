//! Documents of channels.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Store, StoreError};
use hubbub_shared::model::{Channel, Overwrite};
use hubbub_shared::{CategoryId, ChannelId, HubId, Permissions};
use serde::{Deserialize, Serialize};

/// A channel of a hub as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelDoc {
    /// The channel's id, which never changes.
    #[serde(rename = "_id")]
    pub id: ChannelId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub the channel is in.
    pub hub: HubId,
    /// The group it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// What people call it.
    pub name: String,
    /// What it is about.
    pub topic: String,
    /// Smaller is further up within its category.
    pub position: u32,
    /// Whether the category's overwrites apply instead of its own.
    pub synced: bool,
    /// Its own overwrites; empty while synced.
    pub overwrites: Vec<Overwrite>,
    /// Seconds that a person waits from one message to the next; absent while slow mode is off.
    #[serde(default, skip_serializing_if = "is_off")]
    pub slow_mode_secs: u64,
    /// Whether only those who moderate it may write; absent while all may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
}

const fn is_off(slow_mode_secs: &u64) -> bool {
    *slow_mode_secs == 0
}

/// The collection of all hubs' channels.
pub static CHANNELS: Collection = Collection {
    name: "channels",
    append_only: false,
    indexes: &[Index { name: "hub", keys: &["hub"], unique: false, partial: None, ttl: false }],
};

impl Entity for ChannelDoc {
    const COLLECTION: &'static Collection = &CHANNELS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl ChannelDoc {
    /// A channel that does not exist yet and follows its category.
    pub const fn new(id: ChannelId, hub: HubId, name: String) -> Self {
        Self {
            id,
            version: FIRST_VERSION,
            hub,
            category: None,
            name,
            topic: String::new(),
            position: 0,
            synced: true,
            overwrites: Vec::new(),
            slow_mode_secs: 0,
            locked: false,
        }
    }

    /// As a member with these permissions sees it.
    pub fn view(&self, permissions: Permissions) -> Channel {
        Channel {
            id: self.id,
            hub: self.hub,
            category: self.category,
            name: self.name.clone(),
            topic: self.topic.clone(),
            position: self.position,
            synced: self.synced,
            overwrites: self.overwrites.clone(),
            slow_mode_secs: self.slow_mode_secs,
            locked: self.locked,
            permissions,
        }
    }
}

/// The channel with this id.
pub async fn find(store: &Store, id: ChannelId) -> Result<Option<ChannelDoc>, StoreError> {
    store.get(id).await
}
