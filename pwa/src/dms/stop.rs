//! Why something did not go on.

use dm_wire::Malformed;
use hubbub_shared::Problem;

/// See the module.
#[derive(Debug)]
pub enum Stop {
    /// What is kept, or the cryptography, did not do it.
    Core(dm_core::Error),
    /// The server did not.
    Server(Problem),
    /// The server said what cannot be read.
    Unreadable,
}

impl From<dm_core::Error> for Stop {
    fn from(why: dm_core::Error) -> Self {
        Self::Core(why)
    }
}

impl From<Problem> for Stop {
    fn from(why: Problem) -> Self {
        Self::Server(why)
    }
}

impl From<Malformed> for Stop {
    fn from(_: Malformed) -> Self {
        Self::Unreadable
    }
}
