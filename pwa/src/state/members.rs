//! The members of hubs that were looked at, and who of them is there.
//!
//! A hub may have more members than anybody reads. Lists are asked for page by page as far as somebody looks; who wrote
//! or is mentioned is asked for by id.

use crate::letters::lower;
use crate::sorted::{Map, Set};
use crate::state::sorting::sorted_by;
use hubbub_shared::model::{Member, MemberPage, User};
use hubbub_shared::{HubId, RoleId, UserId};

/// So many ids are asked for at once; the server takes no more.
pub const MOST_AT_ONCE: usize = 100;

/// A list of members, in order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Those who are there.
    Online,
    /// All members of the hub.
    Everybody,
}

/// How far a list was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Progress {
    /// Up to this one. `None`: nothing was read.
    after: Option<UserId>,
    complete: bool,
    loading: bool,
}

/// The members of one hub.
#[derive(Debug, Clone, PartialEq, Default)]
struct Roster {
    members: Map<UserId, Member>,
    online: Progress,
    everybody: Progress,
    /// Known from before the connection was gone.
    stale: Set<UserId>,
    /// Asked for by id, and not a member.
    strangers: Set<UserId>,
    /// To be asked for by id.
    wanted: Set<UserId>,
    /// A page of a list has come: until then those who happen to be known are no list.
    is_listed: bool,
    /// Goes up whenever somebody comes, goes or changes.
    version: u64,
}

impl Roster {
    fn may_be_outdated(&mut self) {
        (self.online, self.everybody) = Default::default();
        self.stale = self.members.keys().copied().collect();
        self.strangers.clear();
    }

    fn progress(&mut self, list: List) -> &mut Progress {
        match list {
            List::Online => &mut self.online,
            List::Everybody => &mut self.everybody,
        }
    }

    fn put(&mut self, member: Member) {
        let id = member.user.id;
        self.stale.remove(&id);
        self.strangers.remove(&id);
        self.wanted.remove(&id);
        if self.members.get(&id) != Some(&member) {
            self.version += 1;
            self.members.insert(id, member);
        }
    }

    fn remove(&mut self, user: UserId) {
        self.stale.remove(&user);
        self.version += u64::from(self.members.remove(&user).is_some());
    }

    fn needs(&self, user: UserId) -> bool {
        let is_known = self.members.contains_key(&user) && !self.stale.contains(&user);
        !is_known && !self.strangers.contains(&user) && !self.wanted.contains(&user)
    }

    /// A page has everybody of its list up to where it ends: whoever else is known there has gone.
    fn miss(&mut self, list: List, page: &MemberPage) {
        let (from, to) = (self.progress(list).after, page.next);
        let is_within =
            |user: &UserId| from.is_none_or(|from| *user > from) && to.is_none_or(|to| *user <= to);
        let here: Set<UserId> = page.members.iter().map(|member| member.user.id).collect();
        let others = self.members.keys().copied().filter(is_within);
        let missing: Vec<UserId> = others.filter(|user| !here.contains(user)).collect();
        for user in missing {
            match list {
                List::Everybody => self.remove(user),
                List::Online => self.is_online(user, false),
            }
        }
    }

    fn is_online(&mut self, user: UserId, online: bool) {
        if let Some(member) = self.members.get_mut(&user).filter(|member| member.online != online) {
            member.online = online;
            self.version += 1;
        }
    }
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Members {
    hubs: Map<HubId, Roster>,
    /// Everybody ever seen, for names in mentions and in "is writing".
    people: Map<UserId, User>,
}

impl Members {
    /// Whether more of a list should be asked for now, and after whom; marks it as asked for.
    pub fn want_more(&mut self, hub: HubId, list: List) -> Option<Option<UserId>> {
        let progress = self.hubs.entry(hub).or_default().progress(list);
        let wants = !progress.complete && !progress.loading;
        progress.loading = true;
        wants.then_some(progress.after)
    }

    /// Whether [`Self::want_more`] would ask for anything.
    pub fn would_want_more(&self, hub: HubId, list: List) -> bool {
        let Some(roster) = self.hubs.get(&hub) else { return true };
        let progress = if list == List::Online { roster.online } else { roster.everybody };
        !progress.complete && !progress.loading
    }

    /// Whether something of a list is here.
    pub fn is_begun(&self, hub: HubId, list: List) -> bool {
        let Some(roster) = self.hubs.get(&hub) else { return false };
        let progress = if list == List::Online { roster.online } else { roster.everybody };
        progress.complete || progress.after.is_some()
    }

    /// The connection was gone: who is there may have changed.
    pub fn may_be_outdated(&mut self) {
        self.hubs.iter_mut().for_each(|(_, roster)| roster.may_be_outdated());
    }

    /// Much happened to the members of a hub.
    pub fn may_be_outdated_in(&mut self, hub: HubId) {
        if let Some(roster) = self.hubs.get_mut(&hub) {
            roster.may_be_outdated();
        }
    }

    /// One more page of a list.
    pub fn page(&mut self, hub: HubId, list: List, page: MemberPage) {
        page.members.iter().for_each(|member| self.meet(&member.user));
        let roster = self.hubs.entry(hub).or_default();
        roster.miss(list, &page);
        roster.is_listed = true;
        *roster.progress(list) = Progress { after: page.next, complete: page.next.is_none(), loading: false };
        page.members.into_iter().for_each(|member| roster.put(member));
        roster.version += 1;
    }

    /// Asking failed; it may be asked again.
    pub fn stop_loading(&mut self, hub: HubId, list: List) {
        self.hubs.entry(hub).or_default().progress(list).loading = false;
    }

    /// These people are shown in a hub. True: there are some to be asked for that there were not before.
    pub fn want(&mut self, hub: HubId, users: impl IntoIterator<Item = UserId>) -> bool {
        let roster = self.hubs.entry(hub).or_default();
        let before = roster.wanted.len();
        for user in users {
            if roster.needs(user) {
                roster.wanted.insert(user);
            }
        }
        roster.wanted.len() > before
    }

    /// Whether somebody who is shown in a hub has to be asked for.
    pub fn would_want(&self, hub: HubId, user: UserId) -> bool {
        self.hubs.get(&hub).is_none_or(|roster| roster.needs(user))
    }

    /// Whom to ask for now.
    pub fn take_wanted(&mut self) -> Vec<(HubId, Vec<UserId>)> {
        let hubs = self.hubs.iter_mut().filter(|(_, roster)| !roster.wanted.is_empty());
        let wanted = hubs.map(|(hub, roster)| (*hub, std::mem::take(&mut roster.wanted)));
        let at_once = |(hub, users): (HubId, Set<UserId>)| {
            users.into_vec().chunks(MOST_AT_ONCE).map(|some| (hub, some.to_vec())).collect::<Vec<_>>()
        };
        wanted.flat_map(at_once).collect()
    }

    /// Whether [`Self::take_wanted`] would return anybody.
    pub fn is_anybody_wanted(&self) -> bool {
        self.hubs.values().any(|roster| !roster.wanted.is_empty())
    }

    /// The answer about people who were asked for.
    pub fn found(&mut self, hub: HubId, asked: &[UserId], members: Vec<Member>) {
        members.iter().for_each(|member| self.meet(&member.user));
        let roster = self.hubs.entry(hub).or_default();
        for user in asked.iter().filter(|user| !members.iter().any(|member| member.user.id == **user)) {
            roster.remove(*user);
            roster.strangers.insert(*user);
        }
        members.into_iter().for_each(|member| roster.put(member));
    }

    /// One member, new or changed.
    pub fn put(&mut self, hub: HubId, member: Member) {
        self.meet(&member.user);
        self.hubs.entry(hub).or_default().put(member);
    }

    /// Forgets a member who left the hub.
    pub fn remove(&mut self, hub: HubId, user: UserId) {
        self.hubs.entry(hub).or_default().remove(user);
    }

    /// Who came and who went. Whoever came is wanted, if those who are there are being shown.
    pub fn presence(&mut self, hub: HubId, online: &[UserId], offline: &[UserId]) {
        let Some(roster) = self.hubs.get_mut(&hub) else { return };
        online.iter().for_each(|user| roster.is_online(*user, true));
        offline.iter().for_each(|user| roster.is_online(*user, false));
        if self.is_begun(hub, List::Online) {
            self.want(hub, online.iter().copied());
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

    /// Whether all members of a hub are known, or all who are there.
    pub fn is_complete(&self, hub: HubId, list: List) -> bool {
        let Some(roster) = self.hubs.get(&hub) else { return false };
        roster.everybody.complete || (list == List::Online && roster.online.complete)
    }

    /// The members of a hub that are known.
    pub fn all(&self, hub: HubId) -> impl Iterator<Item = &Member> {
        self.hubs.get(&hub).into_iter().flat_map(|roster| roster.members.values())
    }

    /// One member, if known.
    pub fn get(&self, hub: HubId, user: UserId) -> Option<&Member> {
        self.hubs.get(&hub)?.members.get(&user)
    }

    /// Tells whether [`Self::grouped`] may have changed, without the work of listing a large hub.
    pub fn version(&self, hub: HubId) -> Option<u64> {
        self.hubs.get(&hub).map(|roster| roster.version)
    }

    /// Members in groups, each by name: those who are there under the first of these roles that they have, then others
    /// who are there, then those who are not. Nobody until a list was read: it would grow above whom one looks at.
    pub fn grouped(&self, hub: HubId, apart: &[RoleId]) -> Vec<Vec<Member>> {
        let mut groups = vec![Vec::new(); apart.len() + 2];
        let Some(roster) = self.hubs.get(&hub).filter(|roster| roster.is_listed) else { return groups };
        let named = roster.members.values();
        let named = named.map(|member| (lower(&member.user.display_name), member)).collect();
        for (_, member) in
            sorted_by(named, |(a, one), (b, other)| a.cmp(b).then(one.user.id.cmp(&other.user.id)))
        {
            let place = match member.online {
                true => apart.iter().position(|role| member.roles.contains(role)).unwrap_or(apart.len()),
                false => apart.len() + 1,
            };
            groups[place].push(member.clone());
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, HUB, member};

    const CY: UserId = UserId(3);

    fn names(members: &Members, online: bool) -> Vec<String> {
        let mut groups = members.grouped(HUB, &[]);
        groups.swap_remove(usize::from(!online)).into_iter().map(|member| member.user.display_name).collect()
    }

    fn page(members: Vec<Member>, next: Option<UserId>) -> MemberPage {
        MemberPage { members, next }
    }

    #[test]
    fn a_list_is_asked_for_one_page_at_a_time_and_until_its_end() {
        let mut members = Members::default();
        assert_eq!(members.want_more(HUB, List::Everybody), Some(None));
        assert_eq!(members.want_more(HUB, List::Everybody), None, "it is on its way");
        assert_eq!(members.want_more(HUB, List::Online), Some(None), "another list");
        members.page(HUB, List::Everybody, page(vec![member(ADA, true)], Some(ADA)));
        assert!(!members.is_complete(HUB, List::Everybody));
        assert_eq!(members.want_more(HUB, List::Everybody), Some(Some(ADA)));
        members.stop_loading(HUB, List::Everybody);
        assert_eq!(
            members.want_more(HUB, List::Everybody),
            Some(Some(ADA)),
            "it was refused, and is asked again"
        );
        members.page(HUB, List::Everybody, page(vec![member(BO, false)], None));
        assert!(members.is_complete(HUB, List::Everybody) && members.is_complete(HUB, List::Online));
        assert!(!members.would_want_more(HUB, List::Everybody));
        members.may_be_outdated();
        assert_eq!(members.want_more(HUB, List::Everybody), Some(None));
    }

    #[test]
    fn after_a_crowd_the_lists_of_that_hub_are_asked_for_again() {
        const OTHER: HubId = HubId(2);
        let mut members = Members::default();
        for hub in [HUB, OTHER] {
            assert_eq!(members.want_more(hub, List::Everybody), Some(None));
            members.page(hub, List::Everybody, page(vec![member(ADA, true)], None));
        }
        members.may_be_outdated_in(HUB);
        assert_eq!(names(&members, true), ["Ada"], "who is shown stays");
        assert_eq!(members.want_more(HUB, List::Everybody), Some(None));
        assert!(!members.would_want_more(OTHER, List::Everybody), "elsewhere nothing has happened");
    }

    #[test]
    fn whoever_happens_to_be_known_is_no_list() {
        let mut members = Members::default();
        members.found(HUB, &[BO], vec![member(BO, false)]);
        assert!(names(&members, false).is_empty());
        members.page(HUB, List::Online, page(vec![member(ADA, true)], None));
        assert_eq!((names(&members, true), names(&members, false)), (vec!["Ada".into()], vec!["Bo".into()]));
        members.may_be_outdated();
        assert_eq!(names(&members, true), ["Ada"], "what was there stays until it is known better");
    }

    #[test]
    fn whoever_is_missing_where_a_page_says_who_is_there_has_gone() {
        let mut members = Members::default();
        members.page(
            HUB,
            List::Everybody,
            page(vec![member(ADA, true), member(BO, true), member(CY, true)], None),
        );
        members.may_be_outdated();
        members.page(HUB, List::Online, page(vec![member(ADA, true)], Some(BO)));
        assert_eq!(names(&members, false), ["Bo"], "within the page");
        assert_eq!(
            members.get(HUB, CY).map(|member| member.online),
            Some(true),
            "nothing was said of those after it"
        );
        members.page(HUB, List::Everybody, page(vec![member(ADA, true)], Some(BO)));
        assert!(members.get(HUB, BO).is_none() && members.get(HUB, CY).is_some());
        members.page(HUB, List::Everybody, page(vec![], None));
        assert!(members.get(HUB, CY).is_none());
        assert!(members.get(HUB, ADA).is_some(), "that is another page");
    }

    #[test]
    fn whoever_is_shown_is_asked_for_once() {
        let mut members = Members::default();
        members.put(HUB, member(ADA, true));
        assert!(members.want(HUB, [ADA, BO, CY, BO]));
        assert!(!members.want(HUB, [BO]), "it is known already that somebody is wanted");
        assert_eq!(members.take_wanted(), [(HUB, vec![BO, CY])]);
        members.found(HUB, &[BO, CY], vec![member(BO, false)]);
        assert!(!members.want(HUB, [ADA, BO, CY]), "Cy is no member");
        members.may_be_outdated();
        assert!(members.want(HUB, [ADA, CY]), "that may have changed");
        assert_eq!(members.take_wanted(), [(HUB, vec![ADA, CY])]);
        members.found(HUB, &[ADA, CY], vec![]);
        assert!(members.get(HUB, ADA).is_none(), "left meanwhile");
    }

    #[test]
    fn no_more_are_asked_for_at_once_than_the_server_takes() {
        let mut members = Members::default();
        members.want(HUB, (1..=250).map(UserId));
        let sizes: Vec<usize> = members.take_wanted().iter().map(|(_, users)| users.len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        assert!(!members.is_anybody_wanted());
    }

    #[test]
    fn who_is_there_stands_under_the_first_role_that_stands_apart() {
        let (staff, crew) = (RoleId(1), RoleId(2));
        let with = |id, online, roles: &[RoleId]| Member { roles: roles.to_vec(), ..member(id, online) };
        let mut members = Members::default();
        let all = vec![with(ADA, true, &[crew, staff]), with(BO, true, &[]), with(CY, false, &[staff])];
        members.page(HUB, List::Everybody, page(all, None));
        let ids = |apart: &[RoleId]| {
            let groups = members.grouped(HUB, apart).into_iter();
            groups.map(|group| group.iter().map(|one| one.user.id).collect()).collect::<Vec<Vec<_>>>()
        };
        assert_eq!(ids(&[staff, crew]), [vec![ADA], vec![], vec![BO], vec![CY]], "nobody stands twice");
        assert_eq!(ids(&[crew]), [vec![ADA], vec![BO], vec![CY]]);
        assert_eq!(ids(&[]), [vec![ADA, BO], vec![CY]]);
    }

    #[test]
    fn presence_moves_people_between_the_lists() {
        let mut members = Members::default();
        members.page(HUB, List::Everybody, page(vec![member(ADA, true), member(BO, false)], None));
        let before = members.version(HUB);
        members.presence(HUB, &[BO], &[ADA]);
        assert_ne!(members.version(HUB), before);
        assert_eq!((names(&members, true), names(&members, false)), (vec!["Bo".into()], vec!["Ada".into()]));
        members.remove(HUB, BO);
        assert!(names(&members, true).is_empty());
        assert_eq!(members.name(BO), Some("Bo"), "names stay known");
    }

    #[test]
    fn whoever_comes_and_is_not_known_is_asked_for_where_one_sees_who_is_there() {
        let mut members = Members::default();
        members.presence(HUB, &[BO], &[]);
        members.put(HUB, member(ADA, true));
        members.presence(HUB, &[BO], &[]);
        assert!(!members.is_anybody_wanted(), "nobody looks");
        members.page(HUB, List::Online, page(vec![member(ADA, true)], None));
        members.presence(HUB, &[ADA, BO], &[]);
        assert_eq!(members.take_wanted(), [(HUB, vec![BO])]);
    }
}
