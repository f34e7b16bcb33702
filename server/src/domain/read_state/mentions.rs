//! Telling the mentioned.

use super::mark::tell;
use super::marks::state_of;
use crate::app::App;
use crate::domain::messages::Head;
use crate::domain::messages::store::MessageDoc;
use hubbub_shared::UserId;

/// Tells the devices of everybody mentioned in a new message how many mentions they have there now.
pub fn announce_mentions(app: &App, message: &MessageDoc) {
    for user in &message.mentions {
        let head = Head { rev: message.rev, last_seq: message.seq, last_ordinal: message.ordinal };
        actix_rt::spawn(announce(app.clone(), *user, message.channel, head));
    }
}

async fn announce(app: App, user: UserId, channel: hubbub_shared::ChannelId, head: Head) {
    match state_of(&app, user, channel, head).await {
        Ok(state) => tell(&app, user, state),
        Err(error) => tracing::debug!("a mention was stored but not announced: {error}"),
    }
}
