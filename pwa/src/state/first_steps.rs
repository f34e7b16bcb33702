//! What the owner of a young hub has done already, and has not.

use crate::state::Model;
use hubbub_shared::HubId;

/// The steps; each is done or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstSteps {
    /// Somebody else is a member.
    pub invited: bool,
    /// There is more than the channel every hub begins with.
    pub has_channels: bool,
    /// Something was said.
    pub said_hello: bool,
}

impl FirstSteps {
    /// Those of a hub. `None`: it is somebody else's, all are done, or it is not known yet who is in it.
    pub fn of(model: &Model, hub: HubId) -> Option<Self> {
        let view = model.hubs.get(hub).filter(|view| Some(view.owner) == model.my_id())?;
        let says = |channel| model.reading.of(channel).is_some_and(|state| state.last_ordinal > 0);
        let members = model.members.all(hub).count();
        let steps = Self {
            invited: members > 1,
            has_channels: view.channels.len() > 1,
            said_hello: view.channels.iter().any(|channel| says(channel.id)),
        };
        let is_young = !steps.has_channels && !steps.said_hello;
        let is_done = steps.invited && steps.has_channels && steps.said_hello;
        (!is_done && (members > 0 || is_young)).then_some(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::List;
    use crate::state::fixtures::{ADA, BO, HUB, hub, member, ready};
    use hubbub_shared::model::MemberPage;

    #[test]
    fn steps_disappear_when_they_are_done() {
        let mut model = Model::default();
        model.ready(ready());
        assert_eq!(FirstSteps::of(&model, HUB), None, "it is not young, and nobody knows yet who is there");
        model.members.page(HUB, List::Everybody, MemberPage { members: vec![member(ADA, true)], next: None });
        let steps = FirstSteps { invited: false, has_channels: true, said_hello: true };
        assert_eq!(FirstSteps::of(&model, HUB), Some(steps));
        model.members.put(HUB, member(BO, true));
        assert_eq!(FirstSteps::of(&model, HUB), None);
    }

    #[test]
    fn a_new_hub_has_all_of_them_before_it() {
        let mut model = Model::default();
        let mut told = ready();
        told.hubs[0].channels.truncate(1);
        told.channels.clear();
        model.ready(told);
        let steps = FirstSteps { invited: false, has_channels: false, said_hello: false };
        assert_eq!(FirstSteps::of(&model, HUB), Some(steps));
    }

    #[test]
    fn they_are_for_the_owner() {
        let mut model = Model::default();
        model.ready(ready());
        let mut view = hub();
        (view.owner, view.version) = (BO, 2);
        model.hub_changed(view);
        model.members.page(HUB, List::Everybody, MemberPage { members: vec![member(ADA, true)], next: None });
        assert_eq!(FirstSteps::of(&model, HUB), None);
    }
}
