//! Rate limits, the same at both doors: sends, writes and exports per person, sign-ins per address. Frames are counted by
//! each socket.
//!
//! GCRA (`governor`): tokens come back evenly, so nobody waits for the end of a minute.

use crate::config;
use arc_swap::ArcSwap;
use governor::NotUntil;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use hubbub_shared::protocol::Limit;
use hubbub_shared::{ErrorCode, Problem, UserId};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
/// How often a person takes prekeys of others' devices.
const CLAIMS_PER_HOUR: u32 = 60;
/// How often of the same device.
const CLAIMS_OF_A_DEVICE_PER_HOUR: u32 = 5;

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
    /// What is counted together: calls of one bucket share what is left.
    pub bucket: &'static str,
    /// Calls per minute (exports: per hour), and most at once; 0 is no limit.
    pub limit: u32,
    /// Calls that are left now.
    pub remaining: u32,
    /// Until all of them are back.
    pub reset_after: Duration,
}

/// Counts calls of people and sign-ins of addresses, and refuses what is above the [`config::RateLimits`].
pub struct RateLimiter {
    sends: Counted<UserId>,
    writes: Counted<UserId>,
    sign_ins: Counted<(SignInStep, IpAddr)>,
    exports: Counted<UserId>,
    claims: Counted<UserId>,
    claims_of: Counted<(UserId, [u8; 16])>,
    searches: Counted<UserId>,
}

/// How often people may do things; 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Messages of a person per minute.
    pub sends_per_minute: u32,
    /// Other changes of a person per minute.
    pub writes_per_minute: u32,
    /// Sign-ins begun from one address per minute.
    pub sign_ins_per_minute: u32,
    /// Exports of a person per hour.
    pub exports_per_hour: u32,
}

impl From<&config::RateLimits> for Rates {
    fn from(settings: &config::RateLimits) -> Self {
        Self {
            sends_per_minute: settings.sends_per_minute,
            writes_per_minute: settings.writes_per_minute,
            sign_ins_per_minute: settings.sign_ins_per_minute,
            exports_per_hour: settings.exports_per_hour,
        }
    }
}

impl RateLimiter {
    /// Nobody has done anything yet.
    pub fn new(rates: Rates) -> Self {
        Self {
            sends: Counted::new("send", rates.sends_per_minute, MINUTE),
            writes: Counted::new("write", rates.writes_per_minute, MINUTE),
            sign_ins: Counted::new("sign_in", rates.sign_ins_per_minute, MINUTE),
            exports: Counted::new("export", rates.exports_per_hour, HOUR),
            claims: Counted::new("claim", CLAIMS_PER_HOUR, HOUR),
            claims_of: Counted::new("claim_of_device", CLAIMS_OF_A_DEVICE_PER_HOUR, HOUR),
            searches: Counted::new("search", rates.writes_per_minute, MINUTE),
        }
    }

    /// From now on these hold. Of a kind whose limit is another, everybody has all of their calls.
    pub fn set(&self, rates: Rates) {
        self.sends.set(rates.sends_per_minute);
        self.writes.set(rates.writes_per_minute);
        self.sign_ins.set(rates.sign_ins_per_minute);
        self.exports.set(rates.exports_per_hour);
        self.searches.set(rates.writes_per_minute);
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
            Limit::Send => Some(self.sends.quota(0)),
            Limit::Write => Some(self.writes.quota(0)),
        }
    }

    /// Counts a step of a sign-in from this address, or refuses it.
    pub fn check_sign_in(&self, step: SignInStep, address: IpAddr) -> Result<Quota, Problem> {
        self.sign_ins.check(&(step, address))
    }

    /// Counts that this person asks for all that is kept about them, or refuses it.
    pub fn check_export(&self, user: UserId) -> Result<Quota, Problem> {
        self.exports.check(&user)
    }

    /// Counts that this person takes prekeys of somebody's devices, or refuses it.
    pub fn check_claim(&self, user: UserId) -> Result<Quota, Problem> {
        self.claims.check(&user)
    }

    /// Counts that this person takes a prekey of a device, or refuses it.
    pub fn check_claim_of(&self, user: UserId, device: [u8; 16]) -> Result<Quota, Problem> {
        self.claims_of.check(&(user, device))
    }

    /// Counts that this person looks for messages, or refuses it: as often as they may change something, and counted apart.
    pub fn check_search(&self, user: UserId) -> Result<Quota, Problem> {
        self.searches.check(&user)
    }

    /// Forgets those who have all of their calls again. Due every minute or so.
    pub fn forget_the_quiet(&self) {
        self.sends.prune();
        self.writes.prune();
        self.sign_ins.prune();
        self.exports.prune();
        self.claims.prune();
        self.claims_of.prune();
        self.searches.prune();
    }
}

/// What is counted by limits that may be set to others.
struct Counted<K: Hash + Eq + Clone>(ArcSwap<Keyed<K>>);

impl<K: Hash + Eq + Clone> Counted<K> {
    fn new(bucket: &'static str, most: u32, period: Duration) -> Self {
        Self(ArcSwap::from_pointee(Keyed::new(bucket, most, period)))
    }

    fn set(&self, most: u32) {
        let now = self.0.load();
        if now.most != most {
            self.0.store(Arc::new(Keyed::new(now.bucket, most, now.period)));
        }
    }

    fn check(&self, key: &K) -> Result<Quota, Problem> {
        self.0.load().check(key)
    }

    fn quota(&self, remaining: u32) -> Quota {
        self.0.load().quota(remaining)
    }

    fn prune(&self) {
        self.0.load().prune();
    }
}

type Counter<K> =
    governor::RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;

struct Keyed<K: Hash + Eq + Clone> {
    bucket: &'static str,
    /// Calls within a period, and most at once; 0 is no limit.
    most: u32,
    period: Duration,
    counter: Option<Counter<K>>,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(bucket: &'static str, most: u32, period: Duration) -> Self {
        let quota = NonZeroU32::new(most)
            .and_then(|count| Some(governor::Quota::with_period(period / count.get())?.allow_burst(count)));
        let counter = quota.map(|quota| governor::RateLimiter::keyed(quota).with_middleware());
        Self { bucket, most, period, counter }
    }

    fn check(&self, key: &K) -> Result<Quota, Problem> {
        let Some(counter) = &self.counter else { return Ok(Quota::UNLIMITED) };
        let state = counter.check_key(key).map_err(|until| too_many(&until))?;
        Ok(self.quota(state.remaining_burst_capacity()))
    }

    fn quota(&self, remaining: u32) -> Quota {
        let used = f64::from(self.most.saturating_sub(remaining)) / f64::from(self.most.max(1));
        Quota { bucket: self.bucket, limit: self.most, remaining, reset_after: self.period.mul_f64(used) }
    }

    fn prune(&self) {
        if let Some(counter) = &self.counter {
            counter.retain_recent();
            counter.shrink_to_fit();
        }
    }
}

impl Quota {
    const UNLIMITED: Self = Self { bucket: "", limit: 0, remaining: 0, reset_after: Duration::ZERO };
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
        RateLimiter::new(rates(per_minute))
    }

    fn rates(most: u32) -> Rates {
        Rates {
            sends_per_minute: most,
            writes_per_minute: most,
            sign_ins_per_minute: most,
            exports_per_hour: most,
        }
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

    #[test]
    fn a_limit_that_is_set_holds_at_once_and_the_same_one_changes_nothing() {
        let limits = limits(1);
        limits.check(Limit::Send, UserId(1)).unwrap();
        limits.set(rates(1));
        assert!(limits.check(Limit::Send, UserId(1)).is_err());
        limits.set(rates(2));
        assert_eq!(limits.check(Limit::Send, UserId(1)).unwrap().unwrap().limit, 2);
        assert_eq!(limits.check_export(UserId(1)).unwrap().reset_after.as_secs(), 1800);
    }
}
