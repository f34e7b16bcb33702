//! People in memory: messages are shown with their authors, and a read per message would be a waste.
//!
//! Bounded. A change made here replaces the entry; one made on another node shows when the entry falls out.

use hubbub_shared::UserId;
use hubbub_shared::model::User;
use std::sync::Arc;

/// Most people kept, about 300 bytes each.
const CAPACITY: usize = 20_000;

/// People who were looked up lately.
pub struct Cache(quick_cache::sync::Cache<UserId, Arc<User>>);

impl Cache {
    /// Nobody yet.
    pub fn new() -> Self {
        Self(quick_cache::sync::Cache::new(CAPACITY))
    }

    pub(super) fn get(&self, id: UserId) -> Option<Arc<User>> {
        self.0.get(&id)
    }

    pub(super) fn put(&self, user: User) -> Arc<User> {
        let user = Arc::new(user);
        self.0.insert(user.id, user.clone());
        user
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::new()
    }
}
