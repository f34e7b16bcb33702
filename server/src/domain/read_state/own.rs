//! Whoever sends has read: kept in memory first, so that a send costs no second write.
//!
//! Written down every second; losing a second of it in a crash shows one's own words as unread, nothing more.

use super::mark::announce;
use super::store;
use crate::app::App;
use dashmap::DashMap;
use hubbub_shared::{ChannelId, UserId};

/// Position and ordinal of a message.
type Mark = (u64, u64);

/// How far people have read because they sent, where that is not written down yet.
#[derive(Debug, Default)]
pub struct OwnReads(DashMap<(UserId, ChannelId), Mark>);

impl OwnReads {
    /// Somebody sent a message.
    pub fn note(&self, user: UserId, channel: ChannelId, seq: u64, ordinal: u64) {
        let mut mark = self.0.entry((user, channel)).or_default();
        *mark = (*mark).max((seq, ordinal));
    }

    /// How far somebody has read, as far as it is not written down.
    pub fn get(&self, user: UserId, channel: ChannelId) -> Mark {
        self.0.get(&(user, channel)).map(|mark| *mark).unwrap_or_default()
    }

    /// Writes everything down that was noted, and tells the other devices of those who sent.
    pub async fn write_down(&self, app: &App) {
        let noted: Vec<_> = self.0.iter().map(|entry| (*entry.key(), *entry.value())).collect();
        for ((user, channel), (seq, ordinal)) in noted {
            match store::advance(&app.store, user, channel, seq, ordinal).await {
                Ok(()) => {
                    self.0.remove_if(&(user, channel), |_, mark| *mark == (seq, ordinal));
                    announce(app, user, channel).await;
                }
                Err(error) => return tracing::debug!("read markers stay in memory: {error}"),
            }
        }
    }
}
