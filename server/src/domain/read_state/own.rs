//! Whoever sends has read: kept in memory first, so that a send costs no second write.
//!
//! Written down every second; losing a second of it in a crash shows one's own words as unread, nothing more.

use super::mark::announce;
use super::store::{self, Mark};
use crate::app::App;
use dashmap::DashMap;
use futures_util::future::join_all;
use hubbub_shared::{ChannelId, UserId};

/// Markers that are written together.
const AT_ONCE: usize = 128;

/// Position and ordinal of a message.
type Place = (u64, u64);

/// How far people have read because they sent, where that is not written down yet.
#[derive(Debug, Default)]
pub struct OwnReads(DashMap<(UserId, ChannelId), Place>);

impl OwnReads {
    /// Somebody sent a message.
    pub fn note(&self, user: UserId, channel: ChannelId, seq: u64, ordinal: u64) {
        let mut place = self.0.entry((user, channel)).or_default();
        *place = (*place).max((seq, ordinal));
    }

    /// How far somebody has read, as far as it is not written down.
    pub fn get(&self, user: UserId, channel: ChannelId) -> Place {
        self.0.get(&(user, channel)).map(|place| *place).unwrap_or_default()
    }

    /// Writes everything down that was noted, and tells the other devices of those who sent.
    pub async fn write_down(&self, app: &App) {
        let noted: Vec<Mark> = self.0.iter().map(|entry| mark(*entry.key(), *entry.value())).collect();
        for some in noted.chunks(AT_ONCE) {
            if let Err(error) = store::advance(&app.store, some).await {
                return tracing::debug!("read markers stay in memory: {error}");
            }
            for written in some {
                self.0
                    .remove_if(&(written.user, written.channel), |key, place| mark(*key, *place) == *written);
            }
            join_all(some.iter().map(|written| announce(app, written.user, written.channel))).await;
        }
    }
}

fn mark((user, channel): (UserId, ChannelId), (seq, ordinal): Place) -> Mark {
    Mark { user, channel, seq, ordinal }
}
