//! Who may see a channel, in a few words: everyone, or which roles.

use crate::state::Model;
use crate::state::sorting::sorted_by_key;
use hubbub_shared::model::{Channel, HubView, Overwrite};
use hubbub_shared::permissions::resolve::{Place, Subject, resolve};
use hubbub_shared::{ChannelId, Permissions, RoleId, UserId};

/// See the module. The owner of the hub always belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Every member of the hub.
    Everyone,
    /// Members with one of these roles, the highest first. Empty: only those who were let in one by one.
    Roles(Vec<String>),
}

impl Model {
    /// Who may see a channel. `None`: the channel is not known.
    pub fn audience(&self, channel: ChannelId) -> Option<Audience> {
        let channel = self.hubs.channel(channel)?;
        let hub = self.hubs.get(channel.hub)?;
        if sees(hub, channel, &[]) {
            return Some(Audience::Everyone);
        }
        let roles = hub.roles.iter().filter(|role| sees(hub, channel, &[role.id])).collect();
        let roles = sorted_by_key(roles, |role| std::cmp::Reverse(role.position));
        Some(Audience::Roles(roles.into_iter().map(|role| role.name.clone()).collect()))
    }
}

/// Whether a member with these roles and no rights of their own would see it.
fn sees(hub: &HubView, channel: &Channel, roles: &[RoleId]) -> bool {
    permissions_of(hub, Somebody::with(roles), overwrites_of(hub, channel), false).contains(Permissions::VIEW)
}

/// Whose permissions are computed here, on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Somebody<'a> {
    /// The person. None with this id has overwrites or a hub: somebody who is nothing but their roles.
    pub user: UserId,
    /// Their roles without *everyone*.
    pub roles: &'a [RoleId],
}

impl<'a> Somebody<'a> {
    /// Somebody with these roles and nothing else.
    pub const fn with(roles: &'a [RoleId]) -> Self {
        Self { user: UserId(0), roles }
    }
}

/// The overwrites that are in force in a channel.
pub(super) fn overwrites_of<'a>(hub: &'a HubView, channel: &'a Channel) -> &'a [Overwrite] {
    let category = hub.categories.iter().find(|it| channel.synced && Some(it.id) == channel.category);
    category.map_or(&channel.overwrites, |category| &category.overwrites)
}

/// What somebody may do where these overwrites are in force, and whether it is locked; by the server's own arithmetic.
pub(super) fn permissions_of(
    hub: &HubView,
    who: Somebody<'_>,
    overwrites: &[Overwrite],
    locked: bool,
) -> Permissions {
    let subject = Subject {
        user: who.user,
        is_member: true,
        is_owner: who.user == hub.owner,
        roles: who.roles,
        timed_out: false,
        rules_pending: false,
        scope: Permissions::ALL,
    };
    resolve(&subject, &Place { everyone: hub.id.everyone(), roles: &hub.roles, overwrites, locked })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{self, GENERAL, HUB, hub};
    use hubbub_shared::model::{OverwriteTarget, Role};

    const STAFF: RoleId = RoleId(1);

    fn role(id: RoleId, name: &str, position: u32, permissions: Permissions) -> Role {
        Role { name: name.to_owned(), ..fixtures::role(id, position, permissions) }
    }

    fn audience(overwrites: Vec<Overwrite>, synced: bool) -> Option<Audience> {
        let mut view = hub();
        view.roles = vec![
            role(RoleId(HUB.0), "everyone", 0, Permissions::EVERYONE_DEFAULT),
            role(STAFF, "Staff", 1, Permissions::NONE),
            role(RoleId(2), "Admins", 2, Permissions::ADMINISTRATOR),
        ];
        view.channels[0].synced = synced;
        view.channels[0].overwrites = overwrites;
        let mut model = Model::default();
        model.hubs.put(view);
        model.audience(GENERAL)
    }

    fn overwrite(role: RoleId, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite { target: OverwriteTarget::Role(role), allow, deny }
    }

    #[test]
    fn a_channel_is_everyones_or_of_those_roles_that_see_it() {
        let closed = overwrite(RoleId(HUB.0), Permissions::NONE, Permissions::VIEW);
        let for_staff = overwrite(STAFF, Permissions::VIEW, Permissions::NONE);
        let roles = |names: &[&str]| Some(Audience::Roles(names.iter().map(|it| (*it).to_owned()).collect()));
        assert_eq!(audience(Vec::new(), false), Some(Audience::Everyone));
        assert_eq!(audience(vec![closed.clone()], false), roles(&["Admins"]));
        assert_eq!(audience(vec![closed.clone(), for_staff], false), roles(&["Admins", "Staff"]));
        assert_eq!(audience(vec![closed], true), Some(Audience::Everyone), "the category decides");
    }
}
