//! Documents of categories.

use crate::store::{Collection, Entity, FIRST_VERSION, Index};
use hubbub_shared::model::{Category, Overwrite};
use hubbub_shared::{CategoryId, HubId};
use serde::{Deserialize, Serialize};

/// A category as it is stored: a group of channels within a hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryDoc {
    /// The category's id, which never changes.
    #[serde(rename = "_id")]
    pub id: CategoryId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub the category is in.
    pub hub: HubId,
    /// What people call it.
    pub name: String,
    /// Smaller is further up.
    pub position: u32,
    /// For the synced channels in it.
    pub overwrites: Vec<Overwrite>,
}

/// The collection of all hubs' categories.
pub static CATEGORIES: Collection = Collection {
    name: "categories",
    append_only: false,
    indexes: &[Index { name: "hub", keys: &["hub"], unique: false, partial: None, ttl: false }],
};

impl Entity for CategoryDoc {
    const COLLECTION: &'static Collection = &CATEGORIES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl CategoryDoc {
    /// A category that does not exist yet.
    pub const fn new(id: CategoryId, hub: HubId, name: String, position: u32) -> Self {
        Self { id, version: FIRST_VERSION, hub, name, position, overwrites: Vec::new() }
    }

    /// As clients see it.
    pub fn view(&self) -> Category {
        Category {
            id: self.id,
            hub: self.hub,
            name: self.name.clone(),
            position: self.position,
            overwrites: self.overwrites.clone(),
        }
    }
}
