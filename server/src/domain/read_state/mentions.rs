//! Telling the mentioned.

use super::mark::announce;
use crate::app::App;
use hubbub_shared::{ChannelId, UserId};

/// Tells the devices of everybody whose mentions in a channel changed how many there are now.
pub fn announce_mentions(app: &App, channel: ChannelId, users: impl IntoIterator<Item = UserId>) {
    for user in users {
        let app = app.clone();
        actix_rt::spawn(async move { announce(&app, user, channel).await });
    }
}
