//! Short ways to write overwrites.

use hubbub_shared::model::{Overwrite, OverwriteTarget};
use hubbub_shared::{Permissions, RoleId, UserId};

/// An overwrite for a role or a member, which changes nothing yet.
pub fn overwrite(target: impl Target) -> Overwrite {
    Overwrite { target: target.target(), allow: Permissions::NONE, deny: Permissions::NONE }
}

/// Whom an overwrite can be for.
pub trait Target {
    /// As it is on the wire.
    fn target(self) -> OverwriteTarget;
}

impl Target for RoleId {
    fn target(self) -> OverwriteTarget {
        OverwriteTarget::Role(self)
    }
}

impl Target for UserId {
    fn target(self) -> OverwriteTarget {
        OverwriteTarget::Member(self)
    }
}

impl Target for OverwriteTarget {
    fn target(self) -> OverwriteTarget {
        self
    }
}

/// Says what an overwrite changes: `overwrite(role).allowing(VIEW)`.
pub trait Changes {
    /// The same, and these permissions are given.
    fn allowing(self, bits: Permissions) -> Self;
    /// The same, and these permissions are taken.
    fn denying(self, bits: Permissions) -> Self;
}

impl Changes for Overwrite {
    fn allowing(mut self, bits: Permissions) -> Self {
        self.allow |= bits;
        self
    }

    fn denying(mut self, bits: Permissions) -> Self {
        self.deny |= bits;
        self
    }
}
