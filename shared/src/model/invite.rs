use crate::ids::HubId;
use crate::model::User;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A way into a hub for whoever has the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invite {
    /// The secret part of its address.
    pub code: String,
    /// The hub it leads into.
    pub hub: HubId,
    /// The person who made it.
    pub inviter: User,
    /// How often it was used.
    pub uses: u32,
    /// How often it may be used. Absent: without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_uses: Option<u32>,
    /// When it stops. Absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What somebody with the code may know before joining, signed in or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitePreview {
    /// The code of the invite, the last part of its address.
    pub code: String,
    /// The hub it leads into.
    pub hub: HubId,
    /// What people call the hub.
    pub hub_name: String,
    /// What the hub is about, in at most 300 characters. Empty: nobody has said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Address of the hub's picture, on this server. Absent: clients draw one from the id and the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Display name of who invites.
    pub inviter: String,
    /// How many members the hub has.
    pub members: u64,
    /// How many of them are connected now.
    pub online: u64,
    /// Whether the one who asks is a member already.
    pub joined: bool,
}

/// Invites that let somebody in, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invites {
    /// Those of everybody for who manages the hub, else the caller's own.
    pub invites: Vec<Invite>,
}
