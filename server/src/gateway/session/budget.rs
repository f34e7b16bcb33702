//! How many frames one socket may send: told once it is too fast, closed when it goes on.

use governor::clock::{Clock, DefaultClock};
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::LazyLock;
use std::time::Duration;

/// One for all: making one asks the processor what it is, which a virtual machine has to be asked for.
static CLOCK: LazyLock<DefaultClock> = LazyLock::new(DefaultClock::default);

/// So many refused frames in a row close the socket.
const PATIENCE: u32 = 30;

/// What becomes of a frame.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The frame is taken.
    Fine,
    /// It is refused; come back after this.
    TooFast(Duration),
    /// The peer does not listen.
    Close,
}

/// The frames of one socket.
pub struct Budget {
    limiter: Option<RateLimiter<NotKeyed, InMemoryState, DefaultClock>>,
    refused: u32,
}

impl Budget {
    /// So many frames a minute, half of them at once. Zero: no limit.
    pub fn new(per_minute: u32) -> Self {
        let rate = NonZeroU32::new(per_minute);
        let burst = NonZeroU32::new(per_minute.div_ceil(2));
        let quota = rate.zip(burst).map(|(rate, burst)| Quota::per_minute(rate).allow_burst(burst));
        Self { limiter: quota.map(|quota| RateLimiter::direct_with_clock(quota, CLOCK.clone())), refused: 0 }
    }

    /// Counts one more frame.
    pub fn spend(&mut self) -> Verdict {
        let Some(limiter) = &self.limiter else { return Verdict::Fine };
        match limiter.check() {
            Ok(()) => {
                self.refused = 0;
                Verdict::Fine
            }
            Err(_) if self.refused >= PATIENCE => Verdict::Close,
            Err(not_until) => {
                self.refused += 1;
                Verdict::TooFast(not_until.wait_time_from(CLOCK.now()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_too_fast_is_told_first_and_closed_when_they_go_on() {
        let mut budget = Budget::new(10);
        assert!((0..5).all(|_| budget.spend() == Verdict::Fine), "half a minute's worth at once");
        assert!((0..PATIENCE).all(|_| matches!(budget.spend(), Verdict::TooFast(_))));
        assert_eq!(budget.spend(), Verdict::Close);
    }

    #[test]
    fn zero_is_no_limit() {
        let mut budget = Budget::new(0);
        assert!((0..10_000).all(|_| budget.spend() == Verdict::Fine));
    }
}
