//! Documents of roles.

use crate::store::{Collection, Entity, FIRST_VERSION, Index};
use hubbub_shared::model::Role;
use hubbub_shared::{HubId, Permissions, RoleId, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Not;

/// A role of a hub as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDoc {
    /// The role's id; that of *everyone* is the hub's.
    #[serde(rename = "_id")]
    pub id: RoleId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub the role is of.
    pub hub: HubId,
    /// What people call it.
    pub name: String,
    /// Greater is above; *everyone* is 0.
    pub position: u32,
    /// The permissions it gives to its members.
    pub permissions: Permissions,
    /// Colour of the names of its members, `0xRRGGBB`. `None`: the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<u32>,
    /// One emoji before its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// Whether its members stand under its name in the list of members.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub hoist: bool,
    /// Whether everybody may mention it.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub mentionable: bool,
    /// The bot whose role it is, and nobody else's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<UserId>,
}

/// The collection of all hubs' roles.
pub static ROLES: Collection = Collection {
    name: "roles",
    append_only: false,
    indexes: &[Index { name: "hub", keys: &["hub"], unique: false, partial: None, ttl: false }],
};

impl Entity for RoleDoc {
    const COLLECTION: &'static Collection = &ROLES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl RoleDoc {
    /// The role of every member of a new hub.
    pub fn everyone(hub: HubId) -> Self {
        Self::new(hub.everyone(), hub, "everyone".to_owned(), Permissions::EVERYONE_DEFAULT)
    }

    /// A role that does not exist yet, at the bottom.
    pub const fn new(id: RoleId, hub: HubId, name: String, permissions: Permissions) -> Self {
        Self {
            id,
            version: FIRST_VERSION,
            hub,
            name,
            position: 0,
            permissions,
            color: None,
            emoji: None,
            hoist: false,
            mentionable: false,
            bot: None,
        }
    }

    /// As clients see it. Bits that have no meaning (yet) stay hidden.
    pub fn view(&self, choosable: bool) -> Role {
        Role {
            id: self.id,
            hub: self.hub,
            name: self.name.clone(),
            position: self.position,
            permissions: self.permissions & Permissions::KNOWN,
            color: self.color,
            emoji: self.emoji.clone(),
            hoist: self.hoist,
            mentionable: self.mentionable,
            choosable,
            bot: self.bot,
        }
    }
}
