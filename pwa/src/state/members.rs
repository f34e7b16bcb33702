//! The members of hubs that were looked at, and who of them is there.

use crate::state::sorting::sorted_by;
use hubbub_shared::model::{Member, MemberPage, Message, User};
use hubbub_shared::{HubId, UserId};
use std::collections::BTreeMap;

/// The members of one hub.
#[derive(Debug, Clone, PartialEq, Default)]
struct Roster {
    members: BTreeMap<UserId, Member>,
    /// All pages are here.
    complete: bool,
    loading: bool,
    /// Goes up whenever somebody comes, goes or changes.
    version: u64,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Members {
    hubs: BTreeMap<HubId, Roster>,
    /// Everybody ever seen, for names in mentions and in "is writing".
    people: BTreeMap<UserId, User>,
}

impl Members {
    /// Whether the members of a hub should be asked for now; marks them as asked for.
    pub fn start_loading(&mut self, hub: HubId) -> bool {
        let roster = self.hubs.entry(hub).or_default();
        let start = !roster.complete && !roster.loading;
        roster.loading |= start;
        start
    }

    /// The connection was gone: who is there may have changed.
    pub fn may_be_outdated(&mut self) {
        for roster in self.hubs.values_mut() {
            (roster.complete, roster.loading) = (false, false);
        }
    }

    /// One more page. Returns after whom to go on.
    pub fn page(&mut self, hub: HubId, page: MemberPage) -> Option<UserId> {
        for member in page.members {
            self.put(hub, member);
        }
        let roster = self.hubs.entry(hub).or_default();
        roster.complete = page.next.is_none();
        roster.loading = page.next.is_some();
        page.next
    }

    /// Asking failed; it may be asked again.
    pub fn stop_loading(&mut self, hub: HubId) {
        self.hubs.entry(hub).or_default().loading = false;
    }

    /// One member, new or changed.
    pub fn put(&mut self, hub: HubId, member: Member) {
        self.meet(&member.user);
        let roster = self.hubs.entry(hub).or_default();
        roster.version += 1;
        roster.members.insert(member.user.id, member);
    }

    /// Somebody left.
    pub fn remove(&mut self, hub: HubId, user: UserId) {
        let roster = self.hubs.entry(hub).or_default();
        roster.version += 1;
        roster.members.remove(&user);
    }

    /// Who came and who went.
    pub fn presence(&mut self, hub: HubId, online: &[UserId], offline: &[UserId]) {
        let Some(roster) = self.hubs.get_mut(&hub) else { return };
        roster.version += 1;
        for (users, is_online) in [(online, true), (offline, false)] {
            for user in users {
                if let Some(member) = roster.members.get_mut(user) {
                    member.online = is_online;
                }
            }
        }
    }

    /// Forgets a hub.
    pub fn forget(&mut self, hub: HubId) {
        self.hubs.remove(&hub);
    }

    /// Remembers a name.
    pub fn meet(&mut self, user: &User) {
        if self.people.get(&user.id) != Some(user) {
            self.people.insert(user.id, user.clone());
        }
    }

    /// Remembers the authors of messages.
    pub fn meet_authors<'a>(&mut self, messages: impl IntoIterator<Item = &'a Message>) {
        messages.into_iter().for_each(|message| self.meet(&message.author));
    }

    /// The name others see, if this person was ever seen.
    pub fn name(&self, user: UserId) -> Option<&str> {
        self.people.get(&user).map(|user| user.display_name.as_str())
    }

    /// Somebody who was met.
    pub fn user(&self, user: UserId) -> Option<&User> {
        self.people.get(&user)
    }

    /// The members of a hub that are known.
    pub fn of(&self, hub: HubId) -> impl Iterator<Item = &User> {
        self.hubs.get(&hub).into_iter().flat_map(|roster| roster.members.values().map(|member| &member.user))
    }

    /// Whether all members of a hub are known.
    pub fn is_complete(&self, hub: HubId) -> bool {
        self.hubs.get(&hub).is_some_and(|roster| roster.complete)
    }

    /// The members of a hub that are known.
    pub fn all(&self, hub: HubId) -> impl Iterator<Item = &Member> {
        self.hubs.get(&hub).into_iter().flat_map(|roster| roster.members.values())
    }

    /// One member, if known.
    pub fn get(&self, hub: HubId, user: UserId) -> Option<&Member> {
        self.hubs.get(&hub)?.members.get(&user)
    }

    /// Tells whether [`Self::listed`] may have changed, without the work of listing a large hub.
    pub fn version(&self, hub: HubId) -> Option<u64> {
        self.hubs.get(&hub).map(|roster| roster.version)
    }

    /// Members who are there (or not), by name.
    pub fn listed(&self, hub: HubId, online: bool) -> Vec<Member> {
        let Some(roster) = self.hubs.get(&hub) else { return Vec::new() };
        let listed = roster.members.values().filter(|member| member.online == online);
        let named = listed.map(|member| (member.user.display_name.to_lowercase(), member.clone())).collect();
        let sorted = sorted_by(named, |(a, one), (b, other)| a.cmp(b).then(one.user.id.cmp(&other.user.id)));
        sorted.into_iter().map(|(_, member)| member).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, HUB, member};

    fn names(members: &Members, online: bool) -> Vec<String> {
        members.listed(HUB, online).into_iter().map(|member| member.user.display_name).collect()
    }

    #[test]
    fn pages_are_asked_for_once_and_until_the_end() {
        let mut members = Members::default();
        assert!(members.start_loading(HUB));
        assert!(!members.start_loading(HUB));
        assert_eq!(
            members.page(HUB, MemberPage { members: vec![member(ADA, true)], next: Some(ADA) }),
            Some(ADA)
        );
        assert_eq!(members.page(HUB, MemberPage { members: vec![member(BO, false)], next: None }), None);
        assert!(members.is_complete(HUB) && !members.start_loading(HUB));
        members.may_be_outdated();
        assert!(members.start_loading(HUB));
    }

    #[test]
    fn presence_moves_people_between_the_lists() {
        let mut members = Members::default();
        members.page(HUB, MemberPage { members: vec![member(BO, false), member(ADA, true)], next: None });
        let before = members.version(HUB);
        members.presence(HUB, &[BO], &[ADA]);
        assert_ne!(members.version(HUB), before);
        assert_eq!((names(&members, true), names(&members, false)), (vec!["Bo".into()], vec!["Ada".into()]));
        members.remove(HUB, BO);
        assert!(names(&members, true).is_empty());
        assert_eq!(members.name(BO), Some("Bo"), "names stay known");
    }
}
