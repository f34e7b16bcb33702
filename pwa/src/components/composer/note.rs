//! What stands above the composer of a channel where not everybody writes as they like: that it is locked, or in slow mode.

mod locked;
mod slow_mode;

use crate::client::Client;
use hubbub_shared::ChannelId;
use sycamore::prelude::*;

/// Draws what is to be said of the channel.
pub fn note(client: Client, channel: ChannelId) -> View {
    View::from(vec![slow_mode::note(client, channel), locked::banner(client, channel)])
}
