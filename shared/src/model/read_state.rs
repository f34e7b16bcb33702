use crate::ids::ChannelId;
use serde::{Deserialize, Serialize};

/// Where a channel stands, and where its reader does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelState {
    /// The id of the channel that the numbers are about.
    pub channel: ChannelId,
    /// The channel's newest change.
    pub rev: u64,
    /// Position of the newest message; 0 when there is none.
    pub last_seq: u64,
    /// Ordinal of the newest message; 0 when there is none.
    pub last_ordinal: u64,
    /// The reader has read up to this position.
    pub read_seq: u64,
    /// Ordinal of the last message read.
    pub read_ordinal: u64,
    /// How many messages came after it: `last_ordinal - read_ordinal`.
    pub unread: u64,
    /// How many of those mention the reader.
    pub mentions: u64,
    /// How often the reader has put their marker back. Of two states, the one with more of this is newer; with the same,
    /// the one that has read further.
    #[serde(default, skip_serializing_if = "crate::model::is_zero")]
    pub put_back: u64,
}

/// Where a channel stands, the same for every reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelActivity {
    /// The id of the channel that the numbers are about.
    pub channel: ChannelId,
    /// The channel's newest change.
    pub rev: u64,
    /// Position of the newest message.
    pub last_seq: u64,
    /// Ordinal of the newest message.
    pub last_ordinal: u64,
}

impl ChannelState {
    /// Takes over where the channel stands now. Never goes back.
    pub fn advance(&mut self, activity: &ChannelActivity) {
        self.rev = self.rev.max(activity.rev);
        self.last_seq = self.last_seq.max(activity.last_seq);
        self.last_ordinal = self.last_ordinal.max(activity.last_ordinal);
        self.unread = self.last_ordinal.saturating_sub(self.read_ordinal);
    }
}
