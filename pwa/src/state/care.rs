//! What one may do about a member beside removing them, by the rules of the server.

use super::ranks::{own_standing, standing};
use super::{Members, Model};
use hubbub_shared::model::HubView;
use hubbub_shared::permissions::manage::may_act_on_member;
use hubbub_shared::{HubId, Permissions, UserId};

/// What may be done about somebody who is shown in a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Care {
    /// To change what the hub calls them.
    pub rename: bool,
    /// To read and write moderators' notes about them.
    pub notes: bool,
    /// To read what was done about them before.
    pub measures: bool,
}

impl Care {
    /// What the person who looks may do, as far as the app knows the hub.
    pub fn now(model: &Model, hub: HubId, user: UserId) -> Self {
        let known = model.my_id().zip(model.hubs.get(hub));
        known.map(|(me, view)| Self::of(me, view, &model.members, user)).unwrap_or_default()
    }

    /// What one may do. Nothing, until it is known whether they belong to the hub.
    pub fn of(me: UserId, view: &HubView, members: &Members, user: UserId) -> Self {
        let Some(member) = members.get(view.id, user) else { return Self::default() };
        let may = |right| view.permissions.contains(right);
        if user == me {
            return Self { rename: may(Permissions::CHANGE_NICKNAME), ..Self::default() };
        }
        let (actor, target) = (own_standing(me, view), standing(view, user, &member.roles));
        let notes = may(Permissions::TIME_OUT_MEMBERS) || may(Permissions::KICK_MEMBERS);
        Self {
            rename: may_act_on_member(&actor, Permissions::MANAGE_NICKNAMES, &target).is_ok(),
            notes,
            measures: notes || may(Permissions::BAN_MEMBERS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, HUB, hub, member, role};
    use hubbub_shared::RoleId;
    use hubbub_shared::model::Member;

    const CY: UserId = UserId(3);
    const MINE: RoleId = RoleId(41);

    /// Bo, with a role and these rights, looks at somebody.
    fn looks(permissions: Permissions, at: UserId) -> Care {
        let view =
            HubView { permissions, roles: vec![role(MINE, 1, permissions)], my_roles: vec![MINE], ..hub() };
        let mut members = Members::default();
        members.put(HUB, Member { roles: vec![MINE], ..member(BO, true) });
        [ADA, CY].into_iter().for_each(|user| members.put(HUB, member(user, true)));
        Care::of(BO, &view, &members, at)
    }

    #[test]
    fn ones_own_name_and_others_names_are_different_rights() {
        let (own, others) = (Permissions::CHANGE_NICKNAME, Permissions::MANAGE_NICKNAMES);
        assert!(looks(own, BO).rename && !looks(own, CY).rename);
        assert!(looks(others, CY).rename && !looks(others, BO).rename);
        assert!(!looks(others, ADA).rename, "the owner");
        assert_eq!(looks(Permissions::ALL, UserId(9)), Care::default(), "nobody knows them");
    }

    #[test]
    fn who_looks_after_people_reads_what_there_is_about_others() {
        for right in [Permissions::TIME_OUT_MEMBERS, Permissions::KICK_MEMBERS] {
            assert_eq!(looks(right, CY), Care { rename: false, notes: true, measures: true });
            assert_eq!(looks(right, BO), Care::default(), "nobody reads what is about them");
        }
        assert_eq!(looks(Permissions::BAN_MEMBERS, CY), Care { rename: false, notes: false, measures: true });
        assert_eq!(looks(Permissions::NONE, CY), Care::default());
    }
}
