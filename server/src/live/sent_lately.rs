//! Of which places devices were told a moment ago: what comes soon after waits a little, and is told together.

use dashmap::DashMap;
use hubbub_shared::{PlaceId, SessionId, Timestamp};

/// From one notification of a place to the next on a device. Forgotten at a restart, which makes one come earlier.
const PAUSE_MS: i64 = 20_000;
/// More than this are looked through for those that are over.
const MANY: usize = 10_000;

/// When devices were told last.
#[derive(Debug, Default)]
pub struct SentLately(DashMap<(SessionId, PlaceId), Timestamp>);

impl SentLately {
    /// A device was told of a place.
    pub(super) fn note(&self, session: SessionId, place: PlaceId, now: Timestamp) {
        if self.0.len() >= MANY {
            self.0.retain(|_, at| now.0 - at.0 < PAUSE_MS);
        }
        self.0.insert((session, place), now);
    }

    /// The moment, or a later one if the device was told a moment ago.
    pub(super) fn not_before(&self, session: SessionId, place: PlaceId, due: Timestamp) -> Timestamp {
        self.0.get(&(session, place)).map_or(due, |at| due.max(at.plus_ms(PAUSE_MS)))
    }
}
