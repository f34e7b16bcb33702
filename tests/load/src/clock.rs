//! The machine's clock, which never goes back.

use rustix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant};

/// Now, in nanoseconds.
pub fn now() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}

/// When something has to be done with.
#[derive(Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// So many seconds from now.
    pub fn after(secs: f64) -> Self {
        Self(Instant::now() + Duration::from_secs_f64(secs))
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        Instant::now() >= self.0
    }

    /// What is left.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }
}
