//! Where something was said, with all that lies around it: people choose for each.

use hubbub_shared::{CategoryId, ChannelId, HubId};

/// Where something was said.
#[derive(Debug, Clone, Copy)]
pub struct Whereabouts {
    /// The hub that the channel is of.
    pub hub: HubId,
    /// The category that the channel stands in.
    pub category: Option<CategoryId>,
    /// The channel itself.
    pub channel: ChannelId,
}
