//! Messages that somebody saved, to find them again and perhaps be reminded of them. Nobody else can tell.

use crate::ids::{ChannelId, HubId, SavedMessageId};
use crate::model::Message;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A message that the caller saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedMessage {
    /// Its place among what is saved.
    pub id: SavedMessageId,
    /// The hub in which it was said.
    pub hub: HubId,
    /// The channel in which it was said.
    pub channel: ChannelId,
    /// When the caller is to be reminded. Absent: they did not ask for it, or were reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// When the caller was reminded and has not chosen another time since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded_at: Option<Timestamp>,
    /// The message as it is now.
    pub message: Message,
}

/// A part of what is saved; what was saved last comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedMessages {
    /// Messages that the caller may still see and that are not deleted.
    pub saved: Vec<SavedMessage>,
    /// `before` of the next page. Absent: that was all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SavedMessageId>,
}
