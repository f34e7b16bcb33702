use crate::ids::{HubId, RoleId, UserId};
use crate::model::User;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A person in a hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// The person, as everybody may know them. Their display name is what this hub calls them.
    pub user: User,
    /// The hub they belong to.
    pub hub: HubId,
    /// Their roles without *everyone*.
    pub roles: Vec<RoleId>,
    /// When they came into the hub, last.
    pub joined_at: Timestamp,
    /// They may only read until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timed_out_until: Option<Timestamp>,
    /// Whether a device of theirs is connected, or was within the last half minute.
    pub online: bool,
    /// Their display name outside of this hub, if it calls them otherwise: by a nickname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_elsewhere: Option<String>,
    /// How they came. Only in pages of members, and only for who manages the hub: a code may still let people in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_by: Option<JoinedBy>,
}

/// The invite by which somebody came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinedBy {
    /// Its code; it may be over by now.
    pub code: String,
    /// Who had made it.
    pub inviter: UserId,
}

/// Some members, in order of their user ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberPage {
    /// At most as many as asked for.
    pub members: Vec<Member>,
    /// Ask for the members after this one. Absent: there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<UserId>,
}

/// In which order members are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MemberOrder {
    /// By name, as the hub calls them.
    Name,
    /// Who came last is first.
    Newest,
    /// Who came first is first.
    Oldest,
}

/// Some of the members that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundMembers {
    /// At most as many as asked for, in the order that was asked for.
    pub members: Vec<Member>,
    /// Ask for those after it. Absent: there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
