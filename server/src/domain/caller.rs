//! Who is asking: the first argument of every operation.

use hubbub_shared::{Permissions, SessionId, UserId};

/// Somebody whose identity has been proved, and how they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person who calls.
    pub user: UserId,
    /// The signed-in device or program.
    pub session: SessionId,
    /// What the key they came with allows; everything for a person. Narrows, never grants.
    pub scope: Permissions,
}

impl Caller {
    /// A person on one of their devices, or a program that acts for them.
    pub const fn person(user: UserId, session: SessionId) -> Self {
        Self { user, session, scope: Permissions::ALL }
    }
}
