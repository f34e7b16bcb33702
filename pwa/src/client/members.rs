//! Asks for members: lists as far as somebody looks, and by id whoever wrote or is mentioned.

use super::Client;
use crate::browser;
use crate::reactive::create_effect;
use crate::state::List;
use hubbub_shared::model::MemberPage;
use hubbub_shared::protocol::command::GetMembers;
use hubbub_shared::{ChannelId, HubId, Problem, UserId};

const PER_PAGE: u64 = 100;
/// Whom somebody means who types a name is looked for among so many; in a larger hub, among those who were met.
const MOST_MET: usize = 300;
/// More hubs than this are not asked at once who is in them.
const MOST_HUBS: usize = 10;
/// Those who are wanted are gathered for so long.
const GATHER_MS: i32 = 200;
/// After a refusal that does not say when to come back.
const ASK_AGAIN_AFTER_MS: u64 = 2_000;

impl Client {
    /// Asks for more of a list, if there is more and it is not on its way.
    pub fn list_members(self, hub: HubId, list: List) {
        let is_due =
            |model: &crate::state::Model| model.is_live() && model.members.would_want_more(hub, list);
        if !self.model.with_untracked(is_due) {
            return;
        }
        let Some(after) = self.model.update_silent(|model| model.members.want_more(hub, list)) else {
            return;
        };
        let online = (list == List::Online).then_some(true);
        let command = GetMembers { hub, after, limit: Some(PER_PAGE), online, users: None };
        self.ask_members(command, move |answer| match answer {
            Ok(page) => self.model.update(|model| model.members.page(hub, list, page)),
            Err(again_after) => {
                self.model.update_silent(|model| model.members.stop_loading(hub, list));
                if let Some(pause) = again_after {
                    browser::later(pause, move || self.list_members(hub, list));
                }
            }
        });
    }

    /// Asks who is in a hub, if nothing is known of that.
    pub fn meet_members(self, hub: HubId) {
        if !self.model.with_untracked(|model| model.members.is_begun(hub, List::Everybody)) {
            self.list_members(hub, List::Everybody);
        }
    }

    /// Much happened to the members of a hub: asks anew for the lists that were begun. Who wrote is asked for when shown.
    pub(super) fn meet_again(self, hub: HubId) {
        let begun = self.model.update(|model| {
            let begun = [List::Online, List::Everybody].map(|list| (list, model.members.is_begun(hub, list)));
            model.members.may_be_outdated_in(hub);
            begun
        });
        begun.into_iter().filter(|(_, begun)| *begun).for_each(|(list, _)| self.list_members(hub, list));
    }

    /// Somebody types a name in a channel.
    pub fn meet_for_name(self, channel: ChannelId) {
        let hub = self.model.with_untracked(|model| {
            model.hubs.hub_of(channel).filter(|hub| model.members.all(*hub).count() < MOST_MET)
        });
        if let Some(hub) = hub {
            self.list_members(hub, List::Everybody);
        }
    }

    /// People can be found by name in all hubs, not only in those that were opened.
    pub(super) fn meet_everybody(self) {
        let open = self.route.with_untracked(|route| route.hub());
        let hubs: Vec<HubId> =
            self.model.with_untracked(|model| model.hubs.all().iter().map(|hub| hub.id).collect());
        // The open one first.
        let others = hubs.into_iter().filter(|hub| Some(*hub) != open);
        open.into_iter().chain(others).take(MOST_HUBS).for_each(|hub| self.meet_members(hub));
    }

    /// From now on whoever is shown and not known is asked for.
    pub(super) fn meet_who_is_shown(self) {
        create_effect(move || {
            if self.model.with(|model| model.is_live() && model.members.is_anybody_wanted()) {
                self.meet_soon(GATHER_MS);
            }
        });
    }

    fn meet_soon(self, pause: i32) {
        if !self.wire.update_silent(|wire| std::mem::replace(&mut wire.is_meeting_soon, true)) {
            browser::later(pause, move || self.meet());
        }
    }

    fn meet(self) {
        self.wire.update_silent(|wire| wire.is_meeting_soon = false);
        if !self.model.with_untracked(|model| model.is_live()) {
            return;
        }
        for (hub, users) in self.model.update_silent(|model| model.members.take_wanted()) {
            self.meet_these(hub, users);
        }
    }

    fn meet_these(self, hub: HubId, users: Vec<UserId>) {
        let command = GetMembers { hub, after: None, limit: None, online: None, users: Some(users.clone()) };
        self.ask_members(command, move |answer| match answer {
            Ok(page) => self.model.update(|model| model.members.found(hub, &users, page.members)),
            Err(Some(pause)) => {
                self.model.update_silent(|model| model.members.want(hub, users));
                self.meet_soon(pause);
            }
            Err(None) => {}
        });
    }

    /// `Err`: it may be asked again after so many milliseconds, or not at all.
    fn ask_members(self, command: GetMembers, done: impl FnOnce(Result<MemberPage, Option<i32>>) + 'static) {
        self.call(command, move |answer| match answer {
            Ok(page) => done(Ok(page)),
            Err(problem) => done(Err(again_after(&problem))),
        });
    }
}

fn again_after(problem: &Problem) -> Option<i32> {
    let pause = problem.retry_after_ms.unwrap_or(ASK_AGAIN_AFTER_MS);
    problem.code.is_retryable().then(|| i32::try_from(pause).unwrap_or(i32::MAX))
}
