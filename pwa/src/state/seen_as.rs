//! A hub as somebody with a role would see it, or with none but *everyone*: computed on the device from what the person
//! sees themselves, so channels that are hidden from them are missing here too.

use super::audience::{Somebody, overwrites_of, permissions_of};
use hubbub_shared::model::{Category, Channel, HubView};
use hubbub_shared::{Permissions, RoleId, UserId};

/// What they would see, and may do in the hub as a whole and in each channel.
pub fn seen_as(view: &HubView, me: UserId, role: RoleId) -> HubView {
    let roles: Vec<RoleId> = Some(role).into_iter().filter(|role| *role != view.id.everyone()).collect();
    let somebody = Somebody::with(&roles);
    let permissions = permissions_of(view, somebody, &[], view.locked);
    let channels: Vec<Channel> = view
        .channels
        .iter()
        .map(|channel| Channel {
            permissions: permissions_of(
                view,
                somebody,
                overwrites_of(view, channel),
                view.locked || channel.locked,
            ),
            ..channel.clone()
        })
        .filter(|channel| channel.permissions.contains(Permissions::VIEW))
        .collect();
    let shows = |category: &&Category| {
        permissions.contains(Permissions::MANAGE_CHANNELS)
            || channels.iter().any(|channel| channel.category == Some(category.id))
            || (!view.channels.iter().any(|channel| channel.category == Some(category.id))
                && permissions_of(view, somebody, &category.overwrites, false).contains(Permissions::VIEW))
    };
    let categories = view.categories.iter().filter(shows).cloned().collect();
    // Who looks does not own it, then.
    let owner = if view.owner == me { Somebody::with(&[]).user } else { view.owner };
    HubView {
        owner,
        categories,
        channels,
        my_roles: roles,
        permissions,
        timed_out_until: None,
        ..view.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, GENERAL, HUB, RANDOM, hub, role};
    use hubbub_shared::model::{Overwrite, OverwriteTarget};

    const STAFF: RoleId = RoleId(41);

    #[test]
    fn what_is_hidden_from_a_role_is_not_there() {
        let mut view = hub();
        view.roles = vec![
            role(HUB.everyone(), 0, Permissions::EVERYONE_DEFAULT),
            role(STAFF, 1, Permissions::MANAGE_MESSAGES),
        ];
        view.categories[0].overwrites = vec![
            Overwrite {
                target: OverwriteTarget::Role(HUB.everyone()),
                allow: Permissions::NONE,
                deny: Permissions::VIEW,
            },
            Overwrite {
                target: OverwriteTarget::Role(STAFF),
                allow: Permissions::VIEW,
                deny: Permissions::SEND,
            },
        ];
        let names = |role| {
            let seen = seen_as(&view, ADA, role);
            let channels: Vec<_> = seen.channels.iter().map(|channel| channel.id).collect();
            (channels, seen.categories.len())
        };
        assert_eq!(names(HUB.everyone()), (vec![RANDOM], 0));
        assert_eq!(names(STAFF), (vec![GENERAL, RANDOM], 1));
        let staff = seen_as(&view, ADA, STAFF);
        assert!(!staff.channels[0].permissions.contains(Permissions::SEND));
        assert!(staff.permissions.contains(Permissions::MANAGE_MESSAGES | Permissions::SEND));
        assert_ne!(staff.owner, ADA, "whoever owns it is nobody special");
        assert!(!seen_as(&view, ADA, HUB.everyone()).permissions.contains(Permissions::MANAGE_MESSAGES));
    }
}
