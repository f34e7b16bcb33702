use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What a hub does when many strangers come at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RaidShield {
    /// When more than so many have come within a minute, invites pause. Absent: however many come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins_per_minute: Option<u32>,
    /// How old an account has to be that comes in, in seconds. Absent: it may be new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_account_age_secs: Option<u64>,
    /// How long invites pause when too many came, in seconds. Absent: until somebody resumes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_secs: Option<u64>,
    /// The pause that is in force. Absent: invites let people in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<InvitesPaused>,
}

/// A time in which no invite lets anybody in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitesPaused {
    /// When it began.
    pub since: Timestamp,
    /// When it ends by itself. Absent: when somebody resumes invites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether it began by itself, because too many came at once.
    pub is_raid: bool,
}
