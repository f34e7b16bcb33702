//! Whose words this device keeps: unsent messages must never be sent in somebody else's name.

use super::storage;
use hubbub_shared::UserId;

const NAME: &str = "person";

/// Whether what is kept here is somebody else's.
pub fn is_other(me: UserId) -> bool {
    storage::read(NAME).is_some_and(|kept| kept != me.to_string())
}

/// From now on what is kept here is this person's.
pub fn keep(me: UserId) {
    storage::write(NAME, &me.to_string());
}
