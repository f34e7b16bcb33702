//! Hints that the person has put away on this device.

use super::storage;
use hubbub_shared::HubId;

/// Whether the first steps of a hub were put away.
pub fn is_guide_closed(hub: HubId) -> bool {
    storage::read(&format!("guide.{hub}")).is_some()
}

/// Puts the hints for this hub away, for good.
pub fn close_guide(hub: HubId) {
    storage::write(&format!("guide.{hub}"), "closed");
}
