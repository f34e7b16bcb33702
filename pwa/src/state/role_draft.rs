//! A role that is being made or changed, and not saved yet.

use hubbub_shared::model::Role;
use hubbub_shared::protocol::command::{CreateRole, UpdateRole};
use hubbub_shared::{HubId, Permissions};
use serde::{Deserialize, Serialize};

/// What the editor shows of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDraft {
    /// What people call it.
    pub name: String,
    /// Colour of the names of its members, `0xRRGGBB`.
    pub color: Option<u32>,
    /// One emoji before its name.
    pub emoji: Option<String>,
    /// Whether its members stand under its name.
    pub hoist: bool,
    /// Whether everybody may mention it.
    pub mentionable: bool,
    /// What it gives.
    pub permissions: Permissions,
}

impl RoleDraft {
    /// A role that is not there yet.
    pub const fn blank() -> Self {
        Self {
            name: String::new(),
            color: None,
            emoji: None,
            hoist: false,
            mentionable: false,
            permissions: Permissions::NONE,
        }
    }

    /// The role as it is.
    pub fn of(role: &Role) -> Self {
        Self {
            name: role.name.clone(),
            color: role.color,
            emoji: role.emoji.clone(),
            hoist: role.hoist,
            mentionable: role.mentionable,
            permissions: role.permissions,
        }
    }

    /// The same edit, made of the role as it is by now: what somebody else changed meanwhile stays.
    pub fn rebased(self, before: &Self, now: &Self) -> Self {
        fn pick<T: Clone + PartialEq>(before: &T, after: T, now: &T) -> T {
            if *before == after { now.clone() } else { after }
        }
        let changed = Permissions(before.permissions.0 ^ self.permissions.0);
        Self {
            name: pick(&before.name, self.name, &now.name),
            color: pick(&before.color, self.color, &now.color),
            emoji: pick(&before.emoji, self.emoji, &now.emoji),
            hoist: pick(&before.hoist, self.hoist, &now.hoist),
            mentionable: pick(&before.mentionable, self.mentionable, &now.mentionable),
            permissions: now.permissions.without(changed) | (self.permissions & changed),
        }
    }

    /// What makes the role.
    pub fn create(self, hub: HubId) -> CreateRole {
        let Self { name, color, emoji, hoist, mentionable, permissions } = self;
        CreateRole { hub, name, permissions, color, emoji, hoist, mentionable }
    }

    /// What makes the role as the draft has it. `None`: it is so already.
    pub fn update(self, role: &Role) -> Option<UpdateRole> {
        let before = Self::of(role);
        if self == before {
            return None;
        }
        let mut update = UpdateRole::of(role.hub, role.id);
        update.name = changed(before.name, self.name);
        update.permissions = changed(before.permissions, self.permissions);
        update.color = changed(before.color, self.color);
        update.emoji = changed(before.emoji, self.emoji);
        update.hoist = changed(before.hoist, self.hoist);
        update.mentionable = changed(before.mentionable, self.mentionable);
        Some(update)
    }
}

fn changed<T: PartialEq>(before: T, after: T) -> Option<T> {
    (before != after).then_some(after)
}

/// What moves the role.
pub fn moved_to(role: &Role, position: u32) -> UpdateRole {
    UpdateRole { position: Some(position), ..UpdateRole::of(role.hub, role.id) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::role;
    use hubbub_shared::RoleId;

    #[test]
    fn an_edit_takes_back_nothing_that_somebody_else_changed_meanwhile() {
        let before = RoleDraft { name: "Staff".into(), permissions: Permissions::SEND, ..RoleDraft::blank() };
        let mine =
            RoleDraft { hoist: true, permissions: Permissions::SEND | Permissions::REACT, ..before.clone() };
        let theirs = RoleDraft { name: "Crew".into(), permissions: Permissions::POLL, ..before.clone() };
        let both =
            RoleDraft { hoist: true, permissions: Permissions::POLL | Permissions::REACT, ..theirs.clone() };
        assert_eq!(mine.rebased(&before, &theirs), both);
    }

    #[test]
    fn only_what_differs_is_changed() {
        let now = Role { color: Some(255), ..role(RoleId(4), 2, Permissions::SEND) };
        assert_eq!(RoleDraft::of(&now).update(&now), None);
        let draft = RoleDraft { color: None, hoist: true, ..RoleDraft::of(&now) };
        let expected = UpdateRole { color: Some(None), hoist: Some(true), ..UpdateRole::of(now.hub, now.id) };
        assert_eq!(draft.update(&now), Some(expected));
    }
}
