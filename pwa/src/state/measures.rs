//! What one may do against somebody in a hub. By the rule of the server, so that nothing is offered that it would refuse.

use super::ranks::{own_standing, standing};
use super::{Members, Model};
use hubbub_shared::model::HubView;
use hubbub_shared::permissions::manage::{may_act_on_member, may_time_out};
use hubbub_shared::{HubId, Permissions, UserId};

/// What may be done against somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measures {
    /// They belong to the hub, and can be made to only read for a while.
    pub time_out: bool,
    /// They belong to the hub, and can be made to go.
    pub kick: bool,
    /// They can be kept out.
    pub ban: bool,
}

impl Measures {
    /// What the person who looks may do, as far as the app knows the hub.
    pub fn now(model: &Model, hub: HubId, user: UserId) -> Self {
        let known = model.my_id().zip(model.hubs.get(hub));
        known.map(|(me, view)| Self::of(me, view, &model.members, user)).unwrap_or_default()
    }

    /// What one may do to somebody who is shown in a hub. Nothing, until it is known whether they belong to it.
    pub fn of(me: UserId, view: &HubView, members: &Members, user: UserId) -> Self {
        let actor = own_standing(me, view);
        match members.get(view.id, user) {
            _ if user == me => Self::default(),
            Some(member) => {
                let target = standing(view, user, &member.roles);
                let may = |needed| may_act_on_member(&actor, needed, &target).is_ok();
                Self {
                    time_out: may_time_out(&actor, &target).is_ok(),
                    kick: may(Permissions::KICK_MEMBERS),
                    ban: may(Permissions::BAN_MEMBERS),
                }
            }
            None if members.would_want(view.id, user) => Self::default(),
            None => Self { ban: actor.permissions.contains(Permissions::BAN_MEMBERS), ..Self::default() },
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
    fn looks(permissions: Permissions, mine: RoleId, theirs: RoleId) -> Measures {
        let roles = vec![role(LOW, 1, permissions), role(HIGH, 2, permissions)];
        let view = HubView { permissions, roles, my_roles: vec![mine], ..hub() };
        let mut members = Members::default();
        members.put(HUB, Member { roles: vec![theirs], ..member(CY, true) });
        Measures::of(BO, &view, &members, CY)
    }

    #[test]
    fn each_takes_its_right_and_a_higher_role() {
        let (time_out, kick, ban) =
            (Permissions::TIME_OUT_MEMBERS, Permissions::KICK_MEMBERS, Permissions::BAN_MEMBERS);
        assert_eq!(
            looks(time_out | kick | ban, HIGH, LOW),
            Measures { time_out: true, kick: true, ban: true }
        );
        assert_eq!(looks(time_out, HIGH, LOW), Measures { time_out: true, ..Measures::default() });
        assert_eq!(looks(kick, HIGH, LOW), Measures { kick: true, ..Measures::default() });
        assert_eq!(looks(ban, HIGH, LOW), Measures { ban: true, ..Measures::default() });
        for (mine, theirs) in [(LOW, LOW), (LOW, HIGH)] {
            assert_eq!(looks(time_out | kick | ban, mine, theirs), Measures::default());
        }
    }

    #[test]
    fn an_administrator_is_not_timed_out() {
        let roles = vec![role(LOW, 1, Permissions::ADMINISTRATOR), role(HIGH, 2, Permissions::NONE)];
        let view = HubView { permissions: Permissions::ALL, roles, my_roles: vec![HIGH], ..hub() };
        let mut members = Members::default();
        members.put(HUB, Member { roles: vec![LOW], ..member(CY, true) });
        let may = Measures::of(BO, &view, &members, CY);
        assert_eq!(may, Measures { time_out: false, kick: true, ban: true });
    }

    #[test]
    fn nothing_is_done_to_oneself_or_the_owner_and_a_stranger_is_only_kept_out() {
        let view = HubView { permissions: Permissions::ALL, ..hub() };
        let mut members = Members::default();
        [ADA, BO].into_iter().for_each(|user| members.put(HUB, member(user, true)));
        assert_eq!(Measures::of(ADA, &view, &members, ADA), Measures::default());
        assert_eq!(Measures::of(BO, &view, &members, ADA), Measures::default(), "the owner");
        assert_eq!(
            Measures::of(ADA, &view, &members, BO),
            Measures { time_out: true, kick: true, ban: true }
        );
        assert_eq!(Measures::of(ADA, &view, &members, CY), Measures::default(), "nobody knows yet");
        members.found(HUB, &[CY], Vec::new());
        assert_eq!(Measures::of(ADA, &view, &members, CY), Measures { ban: true, ..Measures::default() });
    }
}
