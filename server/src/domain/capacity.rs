//! How much there may be of what people fill: one value, so that the owner of a server can be given a say.

use crate::error::{Error, Result};
use hubbub_shared::ErrorCode;

/// The most of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Hubs that a person belongs to.
    pub hubs_of_a_person: usize,
    /// Sessions of a person; a browser's sign-in ends the ones longest unused, a program's is refused.
    pub sessions_of_a_person: usize,
    /// Channels of a hub.
    pub channels: usize,
    /// Categories of a hub.
    pub categories: usize,
    /// Roles of a hub, *everyone* included.
    pub roles: usize,
    /// Overwrites of a channel or category.
    pub overwrites: usize,
}

impl Default for Capacity {
    fn default() -> Self {
        Self {
            hubs_of_a_person: 100,
            sessions_of_a_person: 100,
            channels: 500,
            categories: 50,
            roles: 250,
            overwrites: 100,
        }
    }
}

/// Refuses what would be more than there may be, in words that have the number in them.
pub fn fits(would_be: usize, most: usize, refusal: impl FnOnce(usize) -> String) -> Result<()> {
    if would_be > most {
        return Err(Error::rejected(ErrorCode::LimitReached, refusal(most)));
    }
    Ok(())
}
