use crate::ids::{HubId, RoleId, UserId};
use crate::permissions::Permissions;
use serde::{Deserialize, Serialize};
use std::ops::Not;

/// A set of permissions that members are given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Role {
    /// Its id: unique on the whole server; that of *everyone* equals the hub's.
    pub id: RoleId,
    /// The hub it belongs to; never changes.
    pub hub: HubId,
    /// What people call it.
    pub name: String,
    /// Greater is above; *everyone* is 0 and the only one there.
    pub position: u32,
    /// What it gives in every channel.
    pub permissions: Permissions,
    /// Colour of the names of its members, `0xRRGGBB`. Absent: the usual colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<u32>,
    /// One emoji that stands before its name. Absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// Whether its members stand under its name in the list of members. Absent: no.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub hoist: bool,
    /// Whether everybody may mention it. Absent: no.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub mentionable: bool,
    /// Whether members choose it for themselves, from a group. It gives no rank then. Absent: no.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub choosable: bool,
    /// The bot whose role it is: it came with the bot, goes with it, and is nobody else's. Absent: a role like others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<UserId>,
}

/// For whom an overwrite is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OverwriteTarget {
    /// Everybody with this role; the hub's *everyone* is one too.
    Role(RoleId),
    /// One member of the hub.
    Member(UserId),
}

/// What one channel or category changes about what a role or a member may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overwrite {
    /// The role or the member it is for.
    pub target: OverwriteTarget,
    /// Permissions that are given here.
    pub allow: Permissions,
    /// Permissions that are taken here.
    pub deny: Permissions,
}
