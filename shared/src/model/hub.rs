use crate::ids::{HubId, RoleId, UserId};
use crate::model::{Category, Channel, InvitesPaused, Role};
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A community, in a list of the caller's hubs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hub {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: HubId,
    /// What people call it.
    pub name: String,
    /// What it is about, in at most 300 characters. Empty: nobody has said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The person who owns the hub.
    pub owner: UserId,
    /// Goes up with every change of roles, channels, overwrites and members' roles.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A hub as one member sees it: its structure without what they may not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubView {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: HubId,
    /// What people call it.
    pub name: String,
    /// What it is about, in at most 300 characters. Empty: nobody has said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The person who owns the hub.
    pub owner: UserId,
    /// Goes up with every change of roles, channels, overwrites and members' roles.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// In order of position.
    pub categories: Vec<Category>,
    /// Those the member can see, in order of position.
    pub channels: Vec<Channel>,
    /// In order of position, *everyone* first.
    pub roles: Vec<Role>,
    /// The member's roles without *everyone*.
    pub my_roles: Vec<RoleId>,
    /// What the member may do in the hub as a whole.
    pub permissions: Permissions,
    /// Whether it is locked: only those who moderate a channel may write in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// The member may only read until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timed_out_until: Option<Timestamp>,
    /// The member may only read until they accept the hub's rules.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rules_pending: bool,
    /// No invite lets anybody in for now. Its end may have passed: then it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invites_paused: Option<InvitesPaused>,
    /// The owner of the server has closed it: a sentence that says why and until when. Nothing else is told of it, and nobody
    /// gets in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<String>,
}
