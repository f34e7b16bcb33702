//! Whom one may remove from a hub. By the rule of the server, so that nothing is offered that it would refuse.

use super::Members;
use super::ranks::standing;
use hubbub_shared::model::HubView;
use hubbub_shared::permissions::manage::may_act_on_member;
use hubbub_shared::{Permissions, UserId};

/// How somebody may be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removal {
    /// They belong to the hub, and can be made to go.
    pub kick: bool,
    /// They can be kept out.
    pub ban: bool,
}

impl Removal {
    /// What one may do to somebody who is shown in a hub. Nothing, until it is known whether they belong to it.
    pub fn of(me: UserId, view: &HubView, members: &Members, user: UserId) -> Self {
        let actor = standing(view, me, &view.my_roles);
        match members.get(view.id, user) {
            _ if user == me => Self::default(),
            Some(member) => {
                let target = standing(view, user, &member.roles);
                let may = |needed| may_act_on_member(&actor, needed, &target).is_ok();
                Self { kick: may(Permissions::KICK_MEMBERS), ban: may(Permissions::BAN_MEMBERS) }
            }
            None if members.would_want(view.id, user) => Self::default(),
            None => Self { kick: false, ban: actor.permissions.contains(Permissions::BAN_MEMBERS) },
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
    const LOW: RoleId = RoleId(41);
    const HIGH: RoleId = RoleId(42);

    /// Bo, with a role and these rights, looks at Cy with another.
    fn looks(permissions: Permissions, mine: RoleId, theirs: RoleId) -> Removal {
        let roles = vec![role(LOW, 1, permissions), role(HIGH, 2, permissions)];
        let view = HubView { permissions, roles, my_roles: vec![mine], ..hub() };
        let mut members = Members::default();
        members.put(HUB, Member { roles: vec![theirs], ..member(CY, true) });
        Removal::of(BO, &view, &members, CY)
    }

    #[test]
    fn each_takes_its_right_and_a_higher_role() {
        let (kick, ban) = (Permissions::KICK_MEMBERS, Permissions::BAN_MEMBERS);
        assert_eq!(looks(kick | ban, HIGH, LOW), Removal { kick: true, ban: true });
        assert_eq!(looks(kick, HIGH, LOW), Removal { kick: true, ban: false });
        assert_eq!(looks(ban, HIGH, LOW), Removal { kick: false, ban: true });
        for (mine, theirs) in [(LOW, LOW), (LOW, HIGH)] {
            assert_eq!(looks(kick | ban, mine, theirs), Removal::default());
        }
    }

    #[test]
    fn neither_oneself_nor_the_owner_is_removed_and_a_stranger_only_kept_out() {
        let view = HubView { permissions: Permissions::ALL, ..hub() };
        let mut members = Members::default();
        [ADA, BO].into_iter().for_each(|user| members.put(HUB, member(user, true)));
        assert_eq!(Removal::of(ADA, &view, &members, ADA), Removal::default());
        assert_eq!(Removal::of(BO, &view, &members, ADA), Removal::default(), "the owner");
        assert_eq!(Removal::of(ADA, &view, &members, BO), Removal { kick: true, ban: true });
        assert_eq!(Removal::of(ADA, &view, &members, CY), Removal::default(), "nobody knows yet");
        members.found(HUB, &[CY], Vec::new());
        assert_eq!(Removal::of(ADA, &view, &members, CY), Removal { kick: false, ban: true });
    }
}
