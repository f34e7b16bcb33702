//! In which hubs somebody wants to be told of all messages: asked with every message, and nearly always of none.

use crate::domain::notifications::is_watched;
use crate::error::Result;
use crate::store::Store;
use hubbub_shared::HubId;

/// Most hubs of which it is kept.
const CAPACITY: usize = 20_000;

/// What is known. Bounded; a change made here is asked anew, one made on another node shows when the entry falls out.
pub struct Watched {
    store: Store,
    known: quick_cache::sync::Cache<HubId, bool>,
}

impl Watched {
    pub(super) fn new(store: Store) -> Self {
        Self { store, known: quick_cache::sync::Cache::new(CAPACITY) }
    }

    /// Whether somebody listens to all of something in a hub.
    pub(super) async fn is_watched(&self, hub: HubId) -> Result<bool> {
        Ok(self.known.get_or_insert_async(&hub, is_watched(&self.store, hub)).await?)
    }

    /// Somebody began, or ceased to.
    pub fn changed(&self, hub: HubId) {
        self.known.remove(&hub);
    }
}
