use crate::ids::ChannelId;
use serde::{Deserialize, Serialize};

/// Where a channel stands, and where its reader does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelState {
    /// Which channel.
    pub channel: ChannelId,
    /// The channel's newest change.
    pub rev: u64,
    /// Position of the newest message; 0 when there is none.
    pub last_seq: u64,
    /// The reader has read up to this position.
    pub read_seq: u64,
    /// How many messages came after it.
    pub unread: u64,
    /// How many of those mention the reader.
    pub mentions: u64,
}
