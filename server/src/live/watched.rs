//! Where somebody wants to be told of all messages: asked with every message, and nearly always nowhere.

use crate::domain::notifications::{Scope, Whereabouts, is_watched};
use crate::error::Result;
use crate::store::Store;

/// Most hubs, categories and channels of which it is kept.
const CAPACITY: usize = 20_000;

/// What is known. Bounded; a change made here is asked anew, one made on another node shows when the entry falls out.
pub struct Watched {
    store: Store,
    known: quick_cache::sync::Cache<Scope, bool>,
}

impl Watched {
    pub(super) fn new(store: Store) -> Self {
        Self { store, known: quick_cache::sync::Cache::new(CAPACITY) }
    }

    /// Whether somebody listens there, or to what lies around it.
    pub(super) async fn is_watched(&self, at: Whereabouts) -> Result<bool> {
        for scope in at.scopes() {
            if self.known.get_or_insert_async(&scope, is_watched(&self.store, scope)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Somebody began, or ceased to.
    pub fn changed(&self, scope: Scope) {
        self.known.remove(&scope);
    }
}
