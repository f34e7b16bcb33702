//! Messages that somebody has written and that are to be sent later. Nobody else can tell.

use crate::error::Problem;
use crate::ids::{ChannelId, HubId, ScheduledMessageId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A message of the caller that is to be sent later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScheduledMessage {
    /// The id, under which it is changed and deleted.
    pub id: ScheduledMessageId,
    /// The hub in which it will be said.
    pub hub: HubId,
    /// The channel in which it will be said.
    pub channel: ChannelId,
    /// What it says.
    pub content: String,
    /// When it is sent.
    pub send_at: Timestamp,
    /// Why it was not sent at its time: it waits until it is changed. Absent: it was not refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Problem>,
}

/// All that the caller wants to be sent later; what is sent first comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScheduledMessages {
    /// At most 100.
    pub scheduled: Vec<ScheduledMessage>,
}
