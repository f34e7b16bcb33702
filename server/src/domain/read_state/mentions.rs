//! Telling the mentioned.

use super::mark::announce;
use crate::app::App;
use crate::domain::messages::store::MessageDoc;

/// Tells the devices of everybody mentioned in a new message how many mentions they have there now.
pub fn announce_mentions(app: &App, message: &MessageDoc) {
    for user in message.mentions.iter().copied() {
        let (app, channel) = (app.clone(), message.channel);
        actix_rt::spawn(async move { announce(&app, user, channel).await });
    }
}
