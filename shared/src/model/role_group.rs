use crate::ids::{HubId, RoleGroupId, RoleId};
use serde::{Deserialize, Serialize};

/// How many of a group's roles a member may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoleGroupKind {
    /// One of them, or none.
    OneOf,
    /// As many as they like.
    AnyOf,
}

/// Roles of a hub that its members choose from, such as regions or interests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoleGroup {
    /// Its id: unique on the whole server.
    pub id: RoleGroupId,
    /// The hub it belongs to; never changes.
    pub hub: HubId,
    /// What it is about.
    pub name: String,
    /// Smaller is further up.
    pub position: u32,
    /// How many of its roles one may choose.
    pub kind: RoleGroupKind,
    /// In the order in which they are offered. A role is in one group at most.
    pub roles: Vec<RoleId>,
}

/// The groups of a hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoleGroups {
    /// In order of position.
    pub groups: Vec<RoleGroup>,
}
