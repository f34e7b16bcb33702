//! Rate limits, the same at both doors: sends and writes per person, sign-ins per address. Frames are counted
//! by each socket.
//!
//! GCRA (`governor`): tokens come back evenly, so nobody waits for the end of a minute.

use crate::config;
use governor::NotUntil;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use hubbub_shared::protocol::Limit;
use hubbub_shared::{ErrorCode, Problem, UserId};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// The two requests of a sign-in are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignInStep {
    /// The browser goes to the provider.
    Login,
    /// It comes back from the provider.
    Callback,
}

/// Where somebody stands after a call that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Calls per minute, and most at once; 0 is no limit.
    pub limit: u32,
    /// Calls that are left now.
    pub remaining: u32,
    /// Until all of them are back.
    pub reset_after: Duration,
}

/// Counts calls of people and sign-ins of addresses, and refuses what is above the [`config::RateLimits`].
pub struct RateLimiter {
    sends: Keyed<UserId>,
    writes: Keyed<UserId>,
    sign_ins: Keyed<(SignInStep, IpAddr)>,
}

impl RateLimiter {
    /// Nobody has done anything yet.
    pub fn new(settings: &config::RateLimits) -> Self {
        Self {
            sends: Keyed::new(settings.sends_per_minute),
            writes: Keyed::new(settings.writes_per_minute),
            sign_ins: Keyed::new(settings.sign_ins_per_minute),
        }
    }

    /// Counts a call of this person, or refuses it.
    /// `None`: it counts as nothing.
    pub fn check(&self, limit: Limit, user: UserId) -> Result<Option<Quota>, Problem> {
        match limit {
            Limit::Free => Ok(None),
            Limit::Send => self.sends.check(&user).map(Some),
            Limit::Write => self.writes.check(&user).map(Some),
        }
    }

    /// Where somebody stands whose call was refused.
    pub fn spent(&self, limit: Limit) -> Option<Quota> {
        match limit {
            Limit::Free => None,
            Limit::Send => Some(Quota::new(self.sends.per_minute, 0)),
            Limit::Write => Some(Quota::new(self.writes.per_minute, 0)),
        }
    }

    /// Counts a step of a sign-in from this address, or refuses it.
    pub fn check_sign_in(&self, step: SignInStep, address: IpAddr) -> Result<Quota, Problem> {
        self.sign_ins.check(&(step, address))
    }

    /// Forgets those who have all of their calls again. Due every minute or so.
    pub fn forget_the_quiet(&self) {
        self.sends.prune();
        self.writes.prune();
        self.sign_ins.prune();
    }
}

type Counter<K> =
    governor::RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;

struct Keyed<K: Hash + Eq + Clone> {
    per_minute: u32,
    counter: Option<Counter<K>>,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(per_minute: u32) -> Self {
        let counter = NonZeroU32::new(per_minute)
            .map(|count| governor::RateLimiter::keyed(governor::Quota::per_minute(count)).with_middleware());
        Self { per_minute, counter }
    }

    fn check(&self, key: &K) -> Result<Quota, Problem> {
        let Some(counter) = &self.counter else { return Ok(Quota::UNLIMITED) };
        let state = counter.check_key(key).map_err(|until| too_many(&until))?;
        Ok(Quota::new(self.per_minute, state.remaining_burst_capacity()))
    }

    fn prune(&self) {
        if let Some(counter) = &self.counter {
            counter.retain_recent();
            counter.shrink_to_fit();
        }
    }
}

impl Quota {
    const UNLIMITED: Self = Self { limit: 0, remaining: 0, reset_after: Duration::ZERO };

    fn new(limit: u32, remaining: u32) -> Self {
        let used = f64::from(limit.saturating_sub(remaining));
        Self { limit, remaining, reset_after: Duration::from_secs_f64(used * 60.0 / f64::from(limit.max(1))) }
    }
}

fn too_many<P>(until: &NotUntil<P>) -> Problem
where
    P: governor::clock::Reference,
    DefaultClock: Clock<Instant = P>,
{
    let wait = until.wait_time_from(DefaultClock::default().now());
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
    let message = format!("That was too often. Try again in {} s.", wait_ms.div_ceil(1000));
    Problem { retry_after_ms: Some(wait_ms), ..Problem::new(ErrorCode::RateLimited, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(per_minute: u32) -> RateLimiter {
        RateLimiter::new(&config::RateLimits {
            sends_per_minute: per_minute,
            writes_per_minute: per_minute,
            sign_ins_per_minute: per_minute,
            frames_per_minute: per_minute,
        })
    }

    #[test]
    fn a_person_is_told_what_is_left_and_when_to_come_back() {
        let limits = limits(2);
        let first = limits.check(Limit::Send, UserId(1)).unwrap().unwrap();
        assert_eq!((first.limit, first.remaining, first.reset_after.as_secs()), (2, 1, 30));
        limits.check(Limit::Send, UserId(1)).unwrap();
        let refused = limits.check(Limit::Send, UserId(1)).unwrap_err();
        assert_eq!(refused.code, ErrorCode::RateLimited);
        assert!(refused.retry_after_ms.is_some_and(|ms| (1..=30_000).contains(&ms)));
    }

    #[test]
    fn people_and_kinds_are_counted_apart() {
        let limits = limits(1);
        limits.check(Limit::Send, UserId(1)).unwrap();
        limits.check(Limit::Send, UserId(2)).unwrap();
        limits.check(Limit::Write, UserId(1)).unwrap();
        assert!(limits.check(Limit::Send, UserId(1)).is_err());
    }

    #[test]
    fn zero_is_no_limit() {
        let limits = limits(0);
        assert!((0..1000).all(|_| limits.check(Limit::Send, UserId(1)).is_ok()));
    }
}
