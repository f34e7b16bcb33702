//! Who may change which role and give what, by the rules of the server: nothing is offered that it would refuse, and what
//! is not offered says why.

use crate::state::sorting::sorted_by_key;
use hubbub_shared::model::{HubView, Member, Role};
use hubbub_shared::permissions::manage::{
    Refusal, Standing, may_act_on_member, may_act_on_role, may_assign_role, may_create_role, may_take_role,
    top_position,
};
use hubbub_shared::{Permissions, RoleId, UserId};
use std::cmp::Reverse;
use std::ops::RangeInclusive;

/// Where the person stands in a hub, who looks at its roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    me: UserId,
    owner: UserId,
    standing: Standing,
}

impl Rank {
    /// Where the person stands.
    pub fn of(me: UserId, view: &HubView) -> Self {
        Self { me, owner: view.owner, standing: own_standing(me, view) }
    }

    /// What the person may do in the hub as a whole, and so may give.
    pub const fn permissions(&self) -> Permissions {
        self.standing.permissions
    }

    /// Why the person may not change a role at all.
    pub fn refuses_change(&self, role: &Role) -> Option<Refusal> {
        may_act_on_role(&self.standing, role.position).err()
    }

    /// Why the person may not delete a role.
    pub fn refuses_end(&self, role: &Role) -> Option<Refusal> {
        may_take_role(&self.standing, role).err()
    }

    /// Why the person may make no role.
    pub fn refuses_new(&self) -> Option<Refusal> {
        may_create_role(&self.standing, Permissions::NONE).err()
    }

    /// Why the person may not give this role to a member, or take it from them.
    pub fn refuses_assigning(&self, view: &HubView, member: &Member, role: &Role) -> Option<Refusal> {
        let has = member.roles.contains(&role.id);
        let of_role = match has {
            true => may_take_role(&self.standing, role),
            false => may_assign_role(&self.standing, role),
        };
        of_role.and_then(|()| self.may_reach(view, member)).err()
    }

    /// Why the person may not let members choose this role.
    pub fn refuses_offering(&self, role: &Role) -> Option<Refusal> {
        may_assign_role(&self.standing, role).err()
    }

    /// Why the person may change no role of a member.
    pub fn refuses_member(&self, view: &HubView, member: &Member) -> Option<Refusal> {
        self.may_reach(view, member).err()
    }

    /// One's own roles below the highest are one's own to change.
    fn may_reach(&self, view: &HubView, member: &Member) -> Result<(), Refusal> {
        let user = member.user.id;
        if user == self.me {
            return may_act_on_role(&self.standing, 0);
        }
        let target = standing(view, user, &member.roles);
        may_act_on_member(&self.standing, Permissions::MANAGE_ROLES, &target)
    }

    /// The positions that a role may be moved to, of those there are: 1 is the lowest, the last one below one's own highest.
    pub fn places(&self, view: &HubView) -> RangeInclusive<u32> {
        let highest = view.roles.iter().map(|role| role.position).max().unwrap_or_default();
        match self.standing.is_owner {
            true => 1..=highest,
            false => 1..=highest.min(self.standing.top_position.saturating_sub(1)),
        }
    }
}

/// The place in the list that a row is dropped at, which was moved by so many pixels.
pub fn dropped_at(from: usize, moved: f64, height: f64, places: &RangeInclusive<usize>) -> usize {
    let steps = if height > 0.0 { (moved / height).round() as isize } else { 0 };
    let place = from.saturating_add_signed(steps);
    place.max(*places.start()).min(*places.end())
}

/// How high one stands oneself, with what one may do in the hub as a whole.
pub(super) fn own_standing(me: UserId, view: &HubView) -> Standing {
    Standing { permissions: view.permissions, ..standing(view, me, &view.my_roles) }
}

/// How high somebody stands, and what their roles give them: of others no more is known.
pub(super) fn standing(view: &HubView, user: UserId, roles: &[RoleId]) -> Standing {
    let held = view.roles.iter().filter(|role| role.id == view.id.everyone() || roles.contains(&role.id));
    let permissions = held.fold(Permissions::NONE, |all, role| all | role.permissions);
    Standing { is_owner: view.owner == user, permissions, top_position: top_position(roles, &view.roles) }
}

/// The roles of a hub, the highest first, *everyone* last.
pub fn ranked(view: &HubView) -> Vec<Role> {
    sorted_by_key(view.roles.clone(), |role| (Reverse(role.position), role.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, HUB, hub, member, role};

    const LOW: RoleId = RoleId(41);
    const MINE: RoleId = RoleId(42);
    const HIGH: RoleId = RoleId(43);

    /// Bo has the middle one of three roles.
    fn seen_by_bo(permissions: Permissions) -> HubView {
        let roles = vec![
            role(RoleId(HUB.0), 0, Permissions::EVERYONE_DEFAULT),
            role(LOW, 1, Permissions::SEND),
            role(MINE, 2, permissions),
            role(HIGH, 3, Permissions::NONE),
        ];
        HubView { roles, permissions, my_roles: vec![MINE], ..hub() }
    }

    fn find(view: &HubView, id: RoleId) -> &Role {
        view.roles.iter().find(|role| role.id == id).unwrap()
    }

    #[test]
    fn only_lower_roles_are_ones_own_to_change_and_move() {
        let view = seen_by_bo(Permissions::MANAGE_ROLES | Permissions::SEND);
        let bo = Rank::of(BO, &view);
        assert_eq!(bo.refuses_change(find(&view, LOW)), None);
        assert_eq!(bo.refuses_change(find(&view, view.id.everyone())), None);
        for role in [MINE, HIGH] {
            assert_eq!(bo.refuses_change(find(&view, role)), Some(Refusal::RoleNotBelow));
        }
        assert_eq!(bo.places(&view), 1..=1);
        assert_eq!(Rank::of(ADA, &view).places(&view), 1..=3, "the owner stands above all");
        let without = seen_by_bo(Permissions::SEND);
        let needed = Some(Refusal::Needs(Permissions::MANAGE_ROLES));
        assert_eq!(Rank::of(BO, &without).refuses_change(find(&without, LOW)), needed);
        assert_eq!(Rank::of(BO, &without).refuses_new(), needed);
    }

    #[test]
    fn a_role_is_given_to_who_stands_below_and_holds_no_more_than_oneself() {
        let view = seen_by_bo(Permissions::MANAGE_ROLES);
        let (bo, cy) = (Rank::of(BO, &view), member(UserId(3), true));
        let more = Some(Refusal::NotYours(Permissions::SEND));
        assert_eq!(bo.refuses_assigning(&view, &cy, find(&view, LOW)), more);
        let holder = Member { roles: vec![LOW], ..cy };
        assert_eq!(bo.refuses_assigning(&view, &holder, find(&view, LOW)), None, "taking it gives nothing");
        let peer = Member { roles: vec![MINE, LOW], ..holder };
        assert_eq!(bo.refuses_assigning(&view, &peer, find(&view, LOW)), Some(Refusal::MemberNotBelow));
        assert_eq!(bo.refuses_member(&view, &member(ADA, true)), Some(Refusal::TargetIsOwner));
        let own = Member { roles: vec![MINE, LOW], ..member(BO, true) };
        assert_eq!(bo.refuses_assigning(&view, &own, find(&view, LOW)), None, "one's own");
        assert_eq!(bo.refuses_assigning(&view, &own, find(&view, MINE)), Some(Refusal::RoleNotBelow));
    }

    #[test]
    fn a_row_is_dropped_where_most_of_it_lies_and_not_beyond_ones_reach() {
        let places = 1..=4;
        for (moved, place) in [(0.0, 2), (29.0, 2), (31.0, 3), (-61.0, 1), (-500.0, 1), (500.0, 4)] {
            assert_eq!(dropped_at(2, moved, 60.0, &places), place, "{moved}");
        }
        assert_eq!(dropped_at(2, 100.0, 0.0, &places), 2, "nothing is laid out");
    }

    #[test]
    fn roles_stand_with_the_highest_first() {
        let order: Vec<_> = ranked(&seen_by_bo(Permissions::NONE)).iter().map(|role| role.id).collect();
        assert_eq!(order, [HIGH, MINE, LOW, HUB.everyone()]);
    }
}
