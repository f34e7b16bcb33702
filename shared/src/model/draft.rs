//! What somebody has begun to write in a channel, for all their devices. Nobody else can tell.

use crate::ids::{ChannelId, DraftRev, HubId, MessageId};
use serde::{Deserialize, Serialize};
use std::ops::Not;

/// What the caller has begun to write in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Draft {
    /// The hub of the channel.
    pub hub: HubId,
    /// The channel in which it is to be said; each has one draft.
    pub channel: ChannelId,
    /// What the last change made of it.
    pub rev: DraftRev,
    /// The words as they were typed, up to 4000 characters.
    pub content: String,
    /// The message that it answers, which may be gone by now. Absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

/// What the caller has begun to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drafts {
    /// Those in channels that the caller sees, in no particular order.
    pub drafts: Vec<Draft>,
}

/// That there is a draft, or no longer; not what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DraftMark {
    /// The channel of the draft.
    pub channel: ChannelId,
    /// What the last change made of it. Ignore a mark with a lower one than is known of the channel.
    pub rev: DraftRev,
    /// It was sent, or emptied: there is none.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub gone: bool,
}
