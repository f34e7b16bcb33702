//! What a channel or a category changes about what roles and members may do: as it is, as somebody edits it, and what that
//! would come to.

use super::audience::{Somebody, overwrites_of, permissions_of};
use crate::state::sorting::sorted_by_key;
use hubbub_shared::model::{Channel, HubView, Overwrite, OverwriteTarget};
use hubbub_shared::permissions::manage::{Refusal, may_set_overwrite};
use hubbub_shared::{CategoryId, ChannelId, Permissions, RoleId, UserId};

/// What has the overwrites: a channel, or a category for the channels that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwritten {
    /// A channel. While it follows its category, that one's count.
    Channel(ChannelId),
    /// A category, for the channels that follow it.
    Category(CategoryId),
}

/// What one overwrite says about one permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is given here.
    Allow,
    /// As it would be without the overwrite.
    Inherit,
    /// It is taken here.
    Deny,
}

/// Overwrites that many channels have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// As in the rest of the hub.
    Open,
    /// Only who is let in sees it.
    Private,
    /// Everyone reads and reacts; who looks after messages writes.
    Announcements,
    /// Everybody reads, nobody writes.
    ReadOnly,
}

/// One change that the server is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverwriteChange {
    /// The overwrite for a target becomes this one.
    Set(Overwrite),
    /// There is none for the target any more.
    Remove(OverwriteTarget),
}

/// The person who edits overwrites, and where.
#[derive(Debug, Clone, Copy)]
pub struct Editing<'a> {
    view: &'a HubView,
    me: UserId,
    of: Overwritten,
}

impl Overwritten {
    /// Its part of an address.
    pub fn name_in_address(self) -> String {
        match self {
            Self::Channel(id) => format!("channel-{id}"),
            Self::Category(id) => format!("category-{id}"),
        }
    }

    /// What a part of an address names.
    pub fn named(name: &str) -> Option<Self> {
        match name.split_once('-')? {
            ("channel", id) => id.parse().ok().map(Self::Channel),
            ("category", id) => id.parse().ok().map(Self::Category),
            _ => None,
        }
    }

    /// What people call it. `None`: it is gone, or not to be seen.
    pub fn name(self, view: &HubView) -> Option<String> {
        match self {
            Self::Channel(id) => channel(view, id).map(|channel| channel.name.clone()),
            Self::Category(id) => {
                view.categories.iter().find(|it| it.id == id).map(|category| category.name.clone())
            }
        }
    }

    /// What is in force there now.
    pub fn in_force(self, view: &HubView) -> Vec<Overwrite> {
        match self {
            Self::Channel(id) => channel(view, id).map(|channel| overwrites_of(view, channel)),
            Self::Category(id) => {
                view.categories.iter().find(|it| it.id == id).map(|category| &*category.overwrites)
            }
        }
        .unwrap_or_default()
        .to_vec()
    }
}

fn channel(view: &HubView, id: ChannelId) -> Option<&Channel> {
    view.channels.iter().find(|channel| channel.id == id)
}

impl<'a> Editing<'a> {
    /// Somebody edits what is in force there.
    pub const fn new(view: &'a HubView, me: UserId, of: Overwritten) -> Self {
        Self { view, me, of }
    }

    /// What oneself may do under these overwrites.
    pub fn mine(&self, overwrites: &[Overwrite]) -> Permissions {
        permissions_of(self.view, Somebody { user: self.me, roles: &self.view.my_roles }, overwrites, false)
    }

    /// What somebody with nothing but this role, or this member with these roles, may do under these overwrites.
    pub fn of(&self, target: OverwriteTarget, roles: &[RoleId], overwrites: &[Overwrite]) -> Permissions {
        match target {
            OverwriteTarget::Role(role) => {
                permissions_of(self.view, Somebody::with(&[role]), overwrites, false)
            }
            OverwriteTarget::Member(user) => {
                permissions_of(self.view, Somebody { user, roles }, overwrites, false)
            }
        }
    }

    /// Why one may not say anything about these permissions there.
    pub fn refuses(&self, permissions: Permissions) -> Option<Refusal> {
        let now = self.of.in_force(self.view);
        let target = OverwriteTarget::Role(self.view.id.everyone());
        let changed = Overwrite { target, allow: permissions, deny: Permissions::NONE };
        may_set_overwrite(self.mine(&now), None, Some(&changed)).err()
    }

    /// What oneself would lose by it.
    pub fn losses(&self, after: &[Overwrite]) -> Permissions {
        self.mine(&self.of.in_force(self.view)).without(self.mine(after))
    }

    /// The overwrites of a preset. Those for other roles and members that say nothing against it stay.
    pub fn preset(&self, preset: Preset, now: &[Overwrite]) -> Vec<Overwrite> {
        let everyone = OverwriteTarget::Role(self.view.id.everyone());
        match preset {
            Preset::Open => Vec::new(),
            Preset::Private => {
                let closed = with(now, everyone, Permissions::VIEW, Choice::Deny);
                self.keeping_sight(closed)
            }
            Preset::Announcements => {
                let quiet = with(now, everyone, Permissions::SEND, Choice::Deny);
                let keepers = self.view.roles.iter().filter(|role| {
                    role.id != self.view.id.everyone()
                        && role.permissions.contains(Permissions::MANAGE_MESSAGES)
                });
                keepers.fold(quiet, |all, role| {
                    with(&all, OverwriteTarget::Role(role.id), Permissions::SEND, Choice::Allow)
                })
            }
            Preset::ReadOnly => {
                let silent: Vec<Overwrite> =
                    now.iter().map(|overwrite| said(overwrite, Permissions::SEND, Choice::Inherit)).collect();
                with(&tidy(silent), everyone, Permissions::SEND, Choice::Deny)
            }
        }
    }

    /// Whoever would no longer see it lets themselves in.
    fn keeping_sight(&self, overwrites: Vec<Overwrite>) -> Vec<Overwrite> {
        match self.mine(&overwrites).contains(Permissions::VIEW) {
            true => overwrites,
            false => with(&overwrites, OverwriteTarget::Member(self.me), Permissions::VIEW, Choice::Allow),
        }
    }
}

/// What the overwrite for a target says about a permission.
pub fn choice(overwrites: &[Overwrite], target: OverwriteTarget, permission: Permissions) -> Choice {
    match overwrites.iter().find(|overwrite| overwrite.target == target) {
        Some(overwrite) if overwrite.allow.contains(permission) => Choice::Allow,
        Some(overwrite) if overwrite.deny.contains(permission) => Choice::Deny,
        _ => Choice::Inherit,
    }
}

/// The same overwrites, with another choice for a target.
pub fn with(
    overwrites: &[Overwrite],
    target: OverwriteTarget,
    permission: Permissions,
    choice: Choice,
) -> Vec<Overwrite> {
    let mut after = overwrites.to_vec();
    if !after.iter().any(|overwrite| overwrite.target == target) {
        after.push(Overwrite { target, allow: Permissions::NONE, deny: Permissions::NONE });
    }
    let after = after.into_iter().map(|overwrite| match overwrite.target == target {
        true => said(&overwrite, permission, choice),
        false => overwrite,
    });
    after.collect()
}

fn said(overwrite: &Overwrite, permission: Permissions, choice: Choice) -> Overwrite {
    let (allow, deny) = (overwrite.allow.without(permission), overwrite.deny.without(permission));
    match choice {
        Choice::Allow => Overwrite { allow: allow | permission, deny, ..*overwrite },
        Choice::Inherit => Overwrite { allow, deny, ..*overwrite },
        Choice::Deny => Overwrite { allow, deny: deny | permission, ..*overwrite },
    }
}

/// Without those that say nothing, in order.
fn tidy(overwrites: Vec<Overwrite>) -> Vec<Overwrite> {
    let says_something = |overwrite: &Overwrite| !(overwrite.allow | overwrite.deny).is_empty();
    sorted_by_key(overwrites.into_iter().filter(says_something).collect(), |overwrite| overwrite.target)
}

/// Whether both come to the same.
pub fn is_same(one: &[Overwrite], other: &[Overwrite]) -> bool {
    tidy(one.to_vec()) == tidy(other.to_vec())
}

/// The same edit, made of what is in force by now: what somebody else changed meanwhile stays.
pub fn rebased(before: &[Overwrite], after: &[Overwrite], now: &[Overwrite]) -> Vec<Overwrite> {
    let mut rebased = now.to_vec();
    for target in before.iter().chain(after).map(|overwrite| overwrite.target) {
        for permission in Permissions::TABLE.iter().map(|row| row.bit) {
            let wanted = choice(after, target, permission);
            if choice(before, target, permission) != wanted {
                rebased = with(&rebased, target, permission, wanted);
            }
        }
    }
    rebased
}

/// What makes the one set of overwrites the other. What lets somebody in comes before what locks out, so that whoever
/// does it is never outside in between.
pub fn changes(before: &[Overwrite], after: &[Overwrite]) -> Vec<OverwriteChange> {
    let (before, after) = (tidy(before.to_vec()), tidy(after.to_vec()));
    let gone = before.iter().filter(|old| !after.iter().any(|new| new.target == old.target));
    let gone = gone.map(|old| (!old.allow.is_empty(), OverwriteChange::Remove(old.target)));
    let set = after.iter().filter(|new| !before.contains(new));
    let set = set.map(|new| {
        let old = before.iter().find(|old| old.target == new.target);
        let denies_more = !new.deny.without(old.map_or(Permissions::NONE, |old| old.deny)).is_empty();
        let allows_less = old.is_some_and(|old| !old.allow.without(new.allow).is_empty());
        (denies_more || allows_less, OverwriteChange::Set(new.clone()))
    });
    let ordered = sorted_by_key(gone.chain(set).collect(), |(takes, _)| *takes);
    ordered.into_iter().map(|(_, change)| change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, GENERAL, HUB, hub, role};

    const STAFF: RoleId = RoleId(41);
    const VIEW: Permissions = Permissions::VIEW;
    const SEND: Permissions = Permissions::SEND;

    fn view() -> HubView {
        let mut view = hub();
        view.roles = vec![
            role(HUB.everyone(), 0, Permissions::EVERYONE_DEFAULT),
            role(STAFF, 1, Permissions::MANAGE_ROLES | Permissions::MANAGE_MESSAGES),
        ];
        view.my_roles = vec![STAFF];
        view.channels[0].synced = false;
        view
    }

    fn everyone() -> OverwriteTarget {
        OverwriteTarget::Role(HUB.everyone())
    }

    fn staff() -> OverwriteTarget {
        OverwriteTarget::Role(STAFF)
    }

    #[test]
    fn a_choice_is_one_of_three() {
        let mut now = Vec::new();
        for made in [Choice::Allow, Choice::Deny, Choice::Inherit] {
            now = with(&now, staff(), VIEW, made);
            assert_eq!(choice(&now, staff(), VIEW), made);
            assert_eq!(
                (choice(&now, staff(), SEND), choice(&now, everyone(), VIEW)),
                (Choice::Inherit, Choice::Inherit)
            );
        }
        assert!(is_same(&now, &[]), "an overwrite that says nothing is none");
    }

    #[test]
    fn who_makes_a_channel_private_still_sees_it() {
        let view = view();
        let bo = Editing::new(&view, BO, Overwritten::Channel(GENERAL));
        let private = bo.preset(Preset::Private, &[]);
        assert_eq!(bo.losses(&private), Permissions::NONE);
        assert_eq!(choice(&private, OverwriteTarget::Member(BO), VIEW), Choice::Allow);
        assert_eq!(bo.of(staff(), &[], &private), Permissions::NONE, "others are not let in");
        let for_staff = with(&[], staff(), VIEW, Choice::Allow);
        let private = bo.preset(Preset::Private, &for_staff);
        assert_eq!(choice(&private, OverwriteTarget::Member(BO), VIEW), Choice::Inherit, "by their role");
        let ada = Editing::new(&view, ADA, Overwritten::Channel(GENERAL));
        assert_eq!(ada.preset(Preset::Private, &[]).len(), 1, "the owner sees everything");
    }

    #[test]
    fn announcements_are_written_by_who_looks_after_messages_and_nobody_writes_where_it_is_read_only() {
        let view = view();
        let bo = Editing::new(&view, BO, Overwritten::Channel(GENERAL));
        let may = |overwrites: &[Overwrite]| {
            [everyone(), staff()].map(|target| bo.of(target, &[], overwrites).contains(SEND))
        };
        let announcements = bo.preset(Preset::Announcements, &[]);
        assert_eq!(may(&announcements), [false, true]);
        assert_eq!(may(&bo.preset(Preset::ReadOnly, &announcements)), [false, false]);
        assert_eq!(may(&bo.preset(Preset::Open, &announcements)), [true, true]);
    }

    #[test]
    fn one_is_warned_of_what_one_would_lose_and_may_only_say_what_one_has() {
        let view = view();
        let bo = Editing::new(&view, BO, Overwritten::Channel(GENERAL));
        let locked = with(&[], staff(), Permissions::MANAGE_ROLES, Choice::Deny);
        assert_eq!(bo.losses(&locked), Permissions::MANAGE_ROLES);
        assert_eq!(bo.refuses(SEND), None);
        let lacks = Permissions::MANAGE_CHANNELS;
        assert_eq!(bo.refuses(lacks), Some(Refusal::NotYours(lacks)));
    }

    #[test]
    fn a_channel_that_follows_has_what_its_category_has() {
        let mut view = view();
        view.categories[0].overwrites = with(&[], everyone(), SEND, Choice::Deny);
        let channel = Overwritten::Channel(GENERAL);
        assert!(channel.in_force(&view).is_empty());
        view.channels[0].synced = true;
        assert_eq!(channel.in_force(&view), view.categories[0].overwrites);
        assert_eq!(
            Overwritten::Category(view.categories[0].id).in_force(&view),
            view.categories[0].overwrites
        );
    }

    #[test]
    fn an_edit_takes_back_nothing_that_somebody_else_changed_meanwhile() {
        let before = with(&[], everyone(), SEND, Choice::Deny);
        let mine = with(&before, staff(), SEND, Choice::Allow);
        let theirs = with(&[], everyone(), Permissions::REACT, Choice::Deny);
        assert!(is_same(&rebased(&before, &mine, &theirs), &with(&theirs, staff(), SEND, Choice::Allow)));
        assert!(is_same(&rebased(&before, &[], &before), &[]));
    }

    #[test]
    fn who_is_let_in_is_let_in_before_others_are_kept_out() {
        let allowed = with(&[], staff(), VIEW, Choice::Allow);
        let private = with(&allowed, everyone(), VIEW, Choice::Deny);
        let (open, close) =
            (OverwriteChange::Set(allowed[0].clone()), OverwriteChange::Set(private[1].clone()));
        assert_eq!(changes(&[], &private), [open, close.clone()]);
        let back = [OverwriteChange::Remove(everyone()), OverwriteChange::Remove(staff())];
        assert_eq!(changes(&private, &[]), back);
        assert_eq!(changes(&private, &private), []);
        assert_eq!(changes(&allowed, &private), [close]);
    }
}
