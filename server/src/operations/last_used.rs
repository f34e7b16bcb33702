//! When what somebody comes with was used last.

use crate::live::Live;
use crate::store::{Entity, StoreError};
use hubbub_shared::Timestamp;

/// Written down at most this often.
const EVERY_MS: i64 = 5 * 60 * 1000;

/// Writes down that something is used now, as `with` makes it of the moment, unless that was done a moment ago. Not worth
/// failing for.
pub async fn note<T: Entity>(live: &Live, used: Option<Timestamp>, with: impl FnOnce(Timestamp) -> T) {
    let now = live.clock.now();
    if used.is_some_and(|used| now < used.plus_ms(EVERY_MS)) {
        return;
    }
    match live.store.replace(&with(now)).await {
        Ok(_) | Err(StoreError::Changed { .. }) => {}
        Err(error) => {
            tracing::warn!(%error, kind = T::COLLECTION.name, "writing down that something is used")
        }
    }
}
