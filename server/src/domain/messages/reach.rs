//! Whom a message reaches: those it names, as far as they can read it and its author may name them.

use hubbub_shared::{Crowd, RoleId, UserId};

/// Whom a message reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Of those named, and whom it answers, the ones who can read it there.
    pub users: Vec<UserId>,
    /// Of these, the ones who do not want to hear from who writes. No mention reaches them, and nobody can tell.
    pub deaf: Vec<UserId>,
    /// Of these, the one who wrote what it answers.
    pub answered: Option<UserId>,
    /// Roles that are named and may be.
    pub roles: Vec<RoleId>,
    /// Everybody is named and may be.
    pub crowd: Option<Crowd>,
}
