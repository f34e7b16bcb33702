//! People in memory: messages are shown with their authors, and a read per message would be a waste.
//!
//! Bounded. A change made here replaces the entry; one made on another node shows when the entry falls out.

use hubbub_shared::UserId;
use hubbub_shared::model::User;
use std::future::Future;
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

    /// The person in memory, else as `read` finds them. Many who ask at once cause one read, and a change that
    /// is [`put`](Self::put) while it runs is not overwritten by what was read before.
    pub(super) async fn get_or_read<E>(
        &self,
        id: UserId,
        read: impl Future<Output = Result<Arc<User>, E>>,
    ) -> Result<Arc<User>, E> {
        self.0.get_or_insert_async(&id, read).await
    }

    pub(super) fn put(&self, user: User) {
        self.0.insert(user.id, Arc::new(user));
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::new()
    }
}
