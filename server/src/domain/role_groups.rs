//! Documents of groups of roles that members choose from.

use crate::store::{Collection, Entity, FIRST_VERSION, Index};
use hubbub_shared::model::{RoleGroup, RoleGroupKind};
use hubbub_shared::{HubId, RoleGroupId, RoleId};
use serde::{Deserialize, Serialize};

/// A group of roles as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGroupDoc {
    /// The group's id, which never changes.
    #[serde(rename = "_id")]
    pub id: RoleGroupId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub whose members choose.
    pub hub: HubId,
    /// What it is about.
    pub name: String,
    /// Smaller is further up.
    pub position: u32,
    /// How many of its roles one may choose.
    pub kind: RoleGroupKind,
    /// In the order in which they are offered.
    pub roles: Vec<RoleId>,
}

/// The collection of all hubs' groups of roles.
pub static ROLE_GROUPS: Collection = Collection {
    name: "role_groups",
    append_only: false,
    indexes: &[Index { name: "hub", keys: &["hub"], unique: false, partial: None, ttl: false }],
};

impl Entity for RoleGroupDoc {
    const COLLECTION: &'static Collection = &ROLE_GROUPS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl RoleGroupDoc {
    /// A group that does not exist yet.
    pub const fn new(id: RoleGroupId, hub: HubId, name: String, kind: RoleGroupKind) -> Self {
        Self { id, version: FIRST_VERSION, hub, name, position: 0, kind, roles: Vec::new() }
    }

    /// As clients see it.
    pub fn view(&self) -> RoleGroup {
        RoleGroup {
            id: self.id,
            hub: self.hub,
            name: self.name.clone(),
            position: self.position,
            kind: self.kind,
            roles: self.roles.clone(),
        }
    }
}
