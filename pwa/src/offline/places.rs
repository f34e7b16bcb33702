//! Which channel of a hub was looked at last.

use super::storage;
use hubbub_shared::{ChannelId, HubId};

/// The channel of a hub that was looked at last.
pub fn last(hub: HubId) -> Option<ChannelId> {
    storage::read(&format!("place.{hub}"))?.parse().ok()
}

/// Remembers the channel as the one that was open last in its hub.
pub fn keep(hub: HubId, channel: ChannelId) {
    storage::write(&format!("place.{hub}"), &channel.to_string());
}
