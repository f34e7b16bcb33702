//! Whoever sends has read: kept in memory first, so that a send costs no second write.
//!
//! Written down every second; losing a second of it in a crash shows one's own words as unread, nothing more.

use crate::domain::read_state::Mark;
use dashmap::DashMap;
use hubbub_shared::{PlaceId, UserId};

/// Position and ordinal of a message.
type Position = (u64, u64);

/// How far people have read because they sent, where that is not written down yet.
#[derive(Debug, Default)]
pub struct OwnReads(DashMap<(UserId, PlaceId), Position>);

impl OwnReads {
    /// Somebody sent a message.
    pub fn note(&self, user: UserId, place: PlaceId, seq: u64, ordinal: u64) {
        let mut position = self.0.entry((user, place)).or_default();
        *position = (*position).max((seq, ordinal));
    }

    /// How far somebody has read, as far as it is not written down.
    pub fn get(&self, user: UserId, place: PlaceId) -> Position {
        self.0.get(&(user, place)).map(|position| *position).unwrap_or_default()
    }

    /// Everything that is to be written down.
    pub(super) fn noted(&self) -> Vec<Mark> {
        self.0.iter().map(|entry| mark(*entry.key(), *entry.value())).collect()
    }

    /// It is written down, unless they have read on meanwhile.
    pub(super) fn is_written(&self, written: &Mark) {
        self.0.remove_if(&(written.user, written.place), |key, position| mark(*key, *position) == *written);
    }
}

fn mark((user, place): (UserId, PlaceId), (seq, ordinal): Position) -> Mark {
    Mark { user, place, seq, ordinal }
}
