//! Whoever sends has read: kept in memory first, so that a send costs no second write.
//!
//! Written down a second later; losing a second of it in a crash shows one's own words as unread, nothing more.

use crate::domain::read_state::Mark;
use crate::live::news::News;
use dashmap::DashMap;
use hubbub_shared::{PlaceId, UserId};

/// Position and ordinal of a message.
type Position = (u64, u64);

/// How far people have read because they sent, where that is not written down yet.
#[derive(Debug, Default)]
pub struct OwnReads {
    positions: DashMap<(UserId, PlaceId), Position>,
    news: News,
}

impl OwnReads {
    /// Somebody sent a message.
    pub fn note(&self, user: UserId, place: PlaceId, seq: u64, ordinal: u64) {
        let mut position = self.positions.entry((user, place)).or_default();
        *position = (*position).max((seq, ordinal));
        self.news.came();
    }

    /// Waits until something is to be written down; at once, if something is.
    pub async fn wait(&self) {
        while self.positions.is_empty() {
            self.news.wait().await;
        }
    }

    /// How far somebody has read, as far as it is not written down.
    pub fn get(&self, user: UserId, place: PlaceId) -> Position {
        self.positions.get(&(user, place)).map(|position| *position).unwrap_or_default()
    }

    /// Everything that is to be written down.
    pub(super) fn noted(&self) -> Vec<Mark> {
        self.positions.iter().map(|entry| mark(*entry.key(), *entry.value())).collect()
    }

    /// It is written down, unless they have read on meanwhile.
    pub(super) fn is_written(&self, written: &Mark) {
        self.positions
            .remove_if(&(written.user, written.place), |key, position| mark(*key, *position) == *written);
    }
}

fn mark((user, place): (UserId, PlaceId), (seq, ordinal): Position) -> Mark {
    Mark { user, place, seq, ordinal }
}
