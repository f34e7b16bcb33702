//! What was searched for in a hub on this device.

use super::storage;
use crate::state::remembered;
use hubbub_shared::HubId;

fn name(hub: HubId) -> String {
    format!("searches.{hub}")
}

/// What was searched for last comes first.
pub fn recent(hub: HubId) -> Vec<String> {
    storage::read(&name(hub)).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// This was searched for.
pub fn keep(hub: HubId, search: &str) {
    storage::write(&name(hub), &remembered(&storage::read(&name(hub)).unwrap_or_default(), search));
}

/// Nothing was searched for here before.
pub fn forget(hub: HubId) {
    storage::remove(&name(hub));
}
