//! What the owner of the server has set, as it is in force in this process. What was set in another is read within a minute.

use crate::domain::capacity::Capacity;
use crate::domain::server::{self, ServerDoc, usual_limits};
use crate::limits::{RateLimiter, Rates};
use crate::store::{Store, StoreError};
use arc_swap::ArcSwap;
use hubbub_shared::HubId;
use hubbub_shared::model::ServerLimits;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How large hubs are is counted again after this.
const SIZES_KEPT: Duration = Duration::from_secs(10);

/// Hubs with how many belong to each, the largest first.
pub type Sizes = Arc<Vec<(HubId, u64)>>;

/// See the module.
pub struct ServerState {
    now: ArcSwap<ServerDoc>,
    usual: ServerLimits,
    limiter: Arc<RateLimiter>,
    sizes: Mutex<Option<(Instant, Sizes)>>,
}

impl ServerState {
    pub(super) fn new(rates: Rates, capacity: &Capacity, limiter: Arc<RateLimiter>) -> Self {
        let Rates { sends_per_minute, writes_per_minute, sign_ins_per_minute, exports_per_hour } = rates;
        let rates = [sends_per_minute, writes_per_minute, sign_ins_per_minute, exports_per_hour];
        let usual = usual_limits(rates, capacity);
        Self { now: ArcSwap::default(), usual, limiter, sizes: Mutex::default() }
    }

    /// What is set now.
    pub fn now(&self) -> Arc<ServerDoc> {
        self.now.load_full()
    }

    /// The limits as the server was started with them.
    pub const fn usual(&self) -> ServerLimits {
        self.usual
    }

    /// The limits in force.
    pub fn limits(&self) -> ServerLimits {
        self.now().limits(self.usual)
    }

    /// What is stored is in force.
    pub async fn read(&self, store: &Store) -> Result<(), StoreError> {
        if let Some(stored) = server::load(store).await? {
            self.put(stored);
        }
        Ok(())
    }

    /// What was just stored is in force, unless something newer is.
    pub fn put(&self, stored: ServerDoc) {
        let stored = Arc::new(stored);
        self.now.rcu(|now| match now.version > stored.version {
            true => Arc::clone(now),
            false => Arc::clone(&stored),
        });
        let limits = self.limits();
        self.limiter.set(Rates {
            sends_per_minute: limits.sends_per_minute,
            writes_per_minute: limits.writes_per_minute,
            sign_ins_per_minute: limits.sign_ins_per_minute,
            exports_per_hour: limits.exports_per_hour,
        });
    }

    /// How large hubs are, if it was counted a moment ago.
    pub fn sizes(&self) -> Option<Sizes> {
        let sizes = self.sizes.lock();
        sizes.as_ref().filter(|(at, _)| at.elapsed() < SIZES_KEPT).map(|(_, sizes)| Arc::clone(sizes))
    }

    /// How large hubs are, counted now.
    pub fn counted(&self, sizes: &Sizes) {
        *self.sizes.lock() = Some((Instant::now(), Arc::clone(sizes)));
    }
}
