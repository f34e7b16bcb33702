//! What stands above the composer of a channel where not everybody writes as they like: that it is locked, or in slow mode.
//! And that the hub lets nobody in, for who may change that.

mod locked;
mod slow_mode;

use crate::client::Client;
use crate::components::raid;
use hubbub_shared::ChannelId;
use sycamore::prelude::*;

/// Draws what is to be said of the channel.
pub fn note(client: Client, channel: ChannelId) -> View {
    let hub = client.model.with_untracked(|model| model.hubs.hub_of(channel));
    let raid = hub.map(|hub| raid::bar(client, hub)).unwrap_or_default();
    View::from(vec![slow_mode::note(client, channel), raid, locked::banner(client, channel)])
}
