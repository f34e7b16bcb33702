//! Which colour names have: that of the highest role with a colour.

use crate::state::Model;
use hubbub_shared::model::{HubView, Member};
use hubbub_shared::{HubId, RoleId, UserId};

/// Colours of a hub, as `0xRRGGBB`, as the roles have them: how they can be read on a theme is for the styles to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Colors {
    /// Of members that are known and have a colour, in order of their ids.
    pub people: Vec<(UserId, u32)>,
    /// Of roles that have one, in order of position.
    pub roles: Vec<(RoleId, u32)>,
}

impl Model {
    /// The colours of a hub; none if the hub is not known.
    pub fn colors(&self, hub: HubId) -> Colors {
        let Some(view) = self.hubs.get(hub) else { return Colors::default() };
        let roles: Vec<_> = view.roles.iter().filter_map(|role| Some((role.id, role.color?))).collect();
        if roles.is_empty() {
            return Colors::default();
        }
        let people = self.members.all(hub).filter_map(|member| Some((member.user.id, color(view, member)?)));
        Colors { people: people.collect(), roles }
    }
}

/// *Everyone* is a role too, and the lowest.
fn color(view: &HubView, member: &Member) -> Option<u32> {
    let has = |role: RoleId| role.0 == view.id.0 || member.roles.contains(&role);
    let colored = view.roles.iter().filter(|role| role.color.is_some() && has(role.id));
    colored.max_by_key(|role| role.position)?.color
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::List;
    use crate::state::fixtures::{self, ADA, BO, HUB, hub, member};
    use hubbub_shared::Permissions;
    use hubbub_shared::model::{MemberPage, Role};

    fn role(id: u64, position: u32, color: Option<u32>) -> Role {
        Role { color, ..fixtures::role(RoleId(id), position, Permissions::NONE) }
    }

    fn colors_with(roles: Vec<Role>, of_ada: &[u64]) -> Colors {
        let mut view = hub();
        view.roles = roles;
        let mut ada = member(ADA, true);
        ada.roles = of_ada.iter().map(|id| RoleId(*id)).collect();
        let mut model = Model::default();
        model.hubs.put(view);
        model.members.page(
            HUB,
            List::Everybody,
            MemberPage { members: vec![ada, member(BO, true)], next: None },
        );
        model.colors(HUB)
    }

    #[test]
    fn the_highest_role_with_a_colour_gives_it() {
        let roles = || vec![role(1, 1, Some(0xff)), role(2, 2, Some(0xff00)), role(3, 3, None)];
        assert_eq!(colors_with(roles(), &[1, 2, 3]).people, [(ADA, 0xff00)], "not the highest of all");
        assert_eq!(colors_with(roles(), &[3, 1]).people, [(ADA, 0xff)]);
        assert_eq!(colors_with(roles(), &[3]).people, [], "no role of hers has one");
        assert_eq!(colors_with(roles(), &[]).roles, [(RoleId(1), 0xff), (RoleId(2), 0xff00)]);
    }

    #[test]
    fn everyone_may_have_a_colour_and_black_is_one() {
        let roles = vec![role(HUB.0, 0, Some(0)), role(1, 1, Some(0xff))];
        assert_eq!(colors_with(roles, &[1]).people, [(ADA, 0xff), (BO, 0)]);
    }
}
