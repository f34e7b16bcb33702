//! The time, and ids made from it. Never goes back, so ids made here sort in the order they were made.

use hubbub_shared::{Timestamp, ids};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The server's clock. One per process: two would make the same id.
#[derive(Debug, Default)]
pub struct Clock {
    /// The id made last. Within a millisecond, or when the clock was set back, ids just count up.
    last_id: AtomicU64,
}

impl Clock {
    /// No id made yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The present moment. 1970 on a machine whose clock is before that.
    pub fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    /// A new id, greater than all made before. The lower bits start at a random point of each millisecond, so
    /// that two nodes do not make the same one.
    pub fn next_id(&self) -> u64 {
        let fresh = ids::compose(self.now().0.unsigned_abs(), u64::from(random_u32() >> 16));
        let advance = |last: u64| Some(fresh.max(last + 1));
        match self.last_id.fetch_update(Ordering::SeqCst, Ordering::SeqCst, advance) {
            Ok(last) | Err(last) => fresh.max(last + 1),
        }
    }
}

fn random_u32() -> u32 {
    getrandom::u32().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_only_grow() {
        let clock = Clock::new();
        let ids: Vec<u64> = (0..10_000).map(|_| clock.next_id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
