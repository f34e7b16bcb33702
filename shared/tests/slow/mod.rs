//! What somebody may do, found out slowly and obviously: one permission at a time, by asking whose word about it is the
//! strongest. It shares nothing with the arithmetic that it is compared with.

use hubbub_shared::ids::{RoleId, UserId};
use hubbub_shared::model::{Overwrite, OverwriteTarget, Role};
use hubbub_shared::permissions::Permissions;

/// All that it depends on, for one person in one place.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub user: UserId,
    pub is_member: bool,
    pub is_owner: bool,
    pub everyone: RoleId,
    pub roles: &'a [Role],
    pub has: &'a [RoleId],
    pub overwrites: &'a [Overwrite],
    pub timed_out: bool,
    pub rules_pending: bool,
    pub locked: bool,
    pub scope: Permissions,
}

impl Facts<'_> {
    /// All that they may do.
    pub fn all(&self) -> Permissions {
        let rows = Permissions::TABLE.iter().filter(|row| self.may(row.bit));
        rows.fold(Permissions::NONE, |all, row| all | row.bit)
    }

    /// Whether they may do this one thing.
    pub fn may(&self, one: Permissions) -> bool {
        if !self.is_member || !self.scope.contains(one) {
            return false;
        }
        if self.is_owner || self.is_given(Permissions::ADMINISTRATOR) {
            return true;
        }
        let needs_words = Permissions::NEED_SEND.contains(one);
        self.is_left(one)
            && self.is_left(Permissions::VIEW)
            && (!needs_words || self.is_left(Permissions::SEND))
    }

    /// Whether it is theirs and nothing takes it for now: no timeout, no rules to accept, no lock.
    fn is_left(&self, one: Permissions) -> bool {
        let is_reading = one == Permissions::VIEW || one == Permissions::HISTORY;
        if (self.timed_out || self.rules_pending) && !is_reading {
            return false;
        }
        let is_writing = one == Permissions::SEND || one == Permissions::REACT;
        if self.locked && is_writing && !self.is_left(Permissions::MANAGE_MESSAGES) {
            return false;
        }
        self.is_theirs(one)
    }

    /// The word about the person is the strongest, then those about their roles, then the one about everyone, and last
    /// what roles give. Of two words of the same strength, "allow" wins.
    fn is_theirs(&self, one: Permissions) -> bool {
        if one == Permissions::ADMINISTRATOR {
            return false;
        }
        let own = self.word(one, |target| target == OverwriteTarget::Member(self.user));
        let of_roles = self.word(one, |target| match target {
            OverwriteTarget::Role(role) => role != self.everyone && self.holds(role) && self.exists(role),
            OverwriteTarget::Member(_) => false,
        });
        let of_everyone = self.word(one, |target| target == OverwriteTarget::Role(self.everyone));
        own.or(of_roles).or(of_everyone).unwrap_or_else(|| self.is_given(one))
    }

    /// What the overwrites for these say about it: `None` if nothing.
    fn word(&self, one: Permissions, about: impl Fn(OverwriteTarget) -> bool) -> Option<bool> {
        let them = || self.overwrites.iter().filter(|overwrite| about(overwrite.target));
        if them().any(|overwrite| overwrite.allow.contains(one)) {
            return Some(true);
        }
        them().any(|overwrite| overwrite.deny.contains(one)).then_some(false)
    }

    /// Whether a role that they have gives it.
    fn is_given(&self, one: Permissions) -> bool {
        self.roles.iter().any(|role| self.holds(role.id) && role.permissions.contains(one))
    }

    fn holds(&self, role: RoleId) -> bool {
        role == self.everyone || self.has.contains(&role)
    }

    fn exists(&self, role: RoleId) -> bool {
        self.roles.iter().any(|known| known.id == role)
    }
}
