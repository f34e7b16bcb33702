//! Everything that is shared by all requests and actors of the process.

use crate::clock::Clock;
use crate::config::Config;
use crate::metrics::Metrics;
use crate::store::Store;
use std::ops::Deref;
use std::sync::Arc;

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What [`App`] points to.
pub struct Shared {
    /// The settings the process was started with.
    pub config: Config,
    /// Everything durable.
    pub store: Store,
    /// The time, and new ids.
    pub clock: Clock,
    /// Counters for `/metrics`.
    pub metrics: Metrics,
}

impl App {
    /// Puts the parts together. The store is open and its collections exist.
    pub fn new(config: Config, store: Store) -> Self {
        Self(Arc::new(Shared { config, store, clock: Clock::new(), metrics: Metrics::new() }))
    }
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
