use crate::ids::{CategoryId, ChannelId, HubId};
use crate::model::Overwrite;
use crate::permissions::Permissions;
use serde::{Deserialize, Serialize};

/// A group of channels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Category {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: CategoryId,
    /// The hub it belongs to; never changes.
    pub hub: HubId,
    /// What people call it.
    pub name: String,
    /// Smaller is further up; equal ones stand in order of their ids.
    pub position: u32,
    /// What it changes for the channels in it that are synced.
    pub overwrites: Vec<Overwrite>,
}

/// A place where messages are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Channel {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: ChannelId,
    /// The hub it belongs to; never changes.
    pub hub: HubId,
    /// The group it stands in. Absent: above all groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// What people call it, without `#`.
    pub name: String,
    /// What it is about; may be empty.
    #[serde(default)]
    pub topic: String,
    /// Smaller is further up within the category; equal ones stand in order of their ids.
    pub position: u32,
    /// Whether the category's overwrites apply instead of its own.
    pub synced: bool,
    /// What it changes; not used while synced.
    pub overwrites: Vec<Overwrite>,
    /// Seconds that a person waits from one message to the next. 0: slow mode is off.
    #[serde(default, skip_serializing_if = "crate::model::is_zero")]
    pub slow_mode_secs: u64,
    /// Whether it is locked: only those who moderate it may write. The hub may be locked beside it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// What the one who asks may do here.
    pub permissions: Permissions,
}
