//! A hub as members with the same rights see it: what all of them are shown, and what is other than in an earlier sight.
//!
//! Members see the same if what decides their rights is the same, whatever else their roles are. So one sight serves very
//! many, and a change of the hub is worked out and encoded once for all of them.

use super::structure::Structure;
use crate::domain::categories::CategoryDoc;
use crate::domain::channels::ChannelDoc;
use crate::domain::members::MemberDoc;
use crate::domain::raid_shield::PauseDoc;
use hubbub_shared::model::{Channel, HubChange, HubView, InvitesPaused, MayIn, Overwrite};
use hubbub_shared::{AnyId, ChannelId, Permissions, PlaceId, RoleId, Timestamp};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// See the module.
#[derive(Debug)]
pub struct Sight {
    structure: Arc<Structure>,
    /// In the hub as a whole.
    permissions: Permissions,
    /// In each channel of the structure, seen or not.
    may: Vec<Permissions>,
    /// Whether each category of the structure is shown.
    shows: Vec<bool>,
    timed_out_until: Option<Timestamp>,
    rules_pending: bool,
    invites_paused: Option<InvitesPaused>,
    /// Why nobody gets in.
    suspended: Option<String>,
    visible: HashSet<PlaceId>,
}

impl Sight {
    /// What a member sees at a moment, with a key of this scope.
    pub fn of(structure: &Arc<Structure>, member: &MemberDoc, scope: Permissions, now: Timestamp) -> Self {
        let permissions = structure.permissions(member, scope, now);
        let may = structure.permissions_everywhere(member, scope, now);
        let sees = |may: &Permissions| may.contains(Permissions::VIEW);
        let seen =
            structure.channels.iter().zip(&may).filter(|(_, may)| sees(may)).map(|(channel, _)| channel);
        Self {
            shows: shown_categories(structure, permissions, &may, |overwrites| {
                structure.permissions_under(overwrites, member, scope, now)
            }),
            visible: seen.map(|channel| channel.id.place()).collect(),
            timed_out_until: member.timed_out_until.filter(|_| member.is_timed_out(now)),
            rules_pending: structure.is_held_by_rules(member, permissions),
            invites_paused: structure.hub.pause_at(now).map(PauseDoc::view),
            suspended: structure.hub.suspended_at(now).map(|suspension| suspension.words("hub")),
            structure: Arc::clone(structure),
            permissions,
            may,
        }
    }

    /// When the member's timeout ends, and they see something else.
    pub const fn timed_out_until(&self) -> Option<Timestamp> {
        self.timed_out_until
    }

    /// The places that are seen.
    pub const fn visible(&self) -> &HashSet<PlaceId> {
        &self.visible
    }

    /// All of it, for a member with these roles.
    pub fn view(&self, roles: &[RoleId]) -> HubView {
        let channels = self.channels().map(|(channel, may)| channel.view(may));
        HubView {
            categories: self.categories().map(CategoryDoc::view).collect(),
            channels: channels.collect(),
            roles: self.structure.role_views().to_vec(),
            my_roles: self.known(roles),
            ..self.frame()
        }
    }

    /// Those of the roles that there are.
    pub fn known(&self, roles: &[RoleId]) -> Vec<RoleId> {
        roles.iter().copied().filter(|id| self.structure.role(*id).is_some()).collect()
    }

    /// What is other than in an earlier sight of the hub. `None`: nothing.
    pub fn since(&self, earlier: &Self) -> Option<HubChange> {
        let mut gone = Vec::new();
        let roles =
            newer(earlier.structure.role_views(), self.structure.role_views(), |it| it.id.0, &mut gone);
        let (before, after) = (of_ids(earlier.categories()), of_ids(self.categories()));
        let categories =
            self.categories().filter(|it| before.get(&it.id.0).is_none_or(|old| !same_category(old, it)));
        let categories = categories.map(CategoryDoc::view).collect();
        gone.extend(before.into_keys().filter(|id| !after.contains_key(id)).map(AnyId));
        let (channels, may) = self.channels_since(earlier, &mut gone);
        gone.sort_unstable();
        let change = HubChange {
            view: HubView { categories, channels, roles, ..self.frame() },
            my_roles: None,
            may,
            gone,
        };
        let is_same = change.gone.is_empty()
            && change.may.is_empty()
            && change.view == HubView { version: change.view.version, ..earlier.frame() };
        (!is_same).then_some(change)
    }

    /// Channels that are new or other, and what may be done in those that are as before.
    fn channels_since(&self, earlier: &Self, gone: &mut Vec<AnyId>) -> (Vec<Channel>, Vec<MayIn>) {
        let before: HashMap<ChannelId, (&ChannelDoc, Permissions)> =
            earlier.channels().map(|(channel, may)| (channel.id, (channel, may))).collect();
        let (mut channels, mut may_in) = (Vec::new(), BTreeMap::<Permissions, Vec<ChannelId>>::new());
        for (channel, may) in self.channels() {
            match before.get(&channel.id) {
                Some((old, before)) if same_channel(old, channel) => {
                    if *before != may {
                        may_in.entry(may).or_default().push(channel.id);
                    }
                }
                _ => channels.push(channel.view(may)),
            }
        }
        let lost = before.into_keys().filter(|id| !self.visible.contains(&id.place()));
        gone.extend(lost.map(|id| AnyId(id.0)));
        let may_in = may_in.into_iter().map(|(permissions, channels)| MayIn { permissions, channels });
        (channels, may_in.collect())
    }

    fn channels(&self) -> impl Iterator<Item = (&ChannelDoc, Permissions)> {
        let all = self.structure.channels.iter().zip(self.may.iter().copied());
        all.filter(|(_, may)| may.contains(Permissions::VIEW))
    }

    fn categories(&self) -> impl Iterator<Item = &CategoryDoc> {
        self.structure.categories.iter().zip(&self.shows).filter(|(_, shows)| **shows).map(|(it, _)| it)
    }

    /// The hub without what is in it.
    pub fn frame(&self) -> HubView {
        let hub = &self.structure.hub;
        HubView {
            id: hub.id,
            name: hub.name.clone(),
            description: hub.description.clone(),
            icon: hub.picture(),
            owner: hub.owner,
            version: hub.version,
            created_at: hub.created_at,
            categories: Vec::new(),
            channels: Vec::new(),
            roles: Vec::new(),
            my_roles: Vec::new(),
            permissions: self.permissions,
            locked: hub.locked,
            timed_out_until: self.timed_out_until,
            rules_pending: self.rules_pending,
            invites_paused: self.invites_paused.clone(),
            suspended: self.suspended.clone(),
        }
    }
}

/// A category is shown with a channel in it; an empty one to who could make one, or would see one. `permissions` are those in
/// the hub, `may` those in each channel, and `under` gives those where overwrites are in force.
fn shown_categories(
    structure: &Structure,
    permissions: Permissions,
    may: &[Permissions],
    under: impl Fn(&[Overwrite]) -> Permissions,
) -> Vec<bool> {
    let (mut with_seen, mut with_any) = (HashSet::new(), HashSet::new());
    for (channel, may) in structure.channels.iter().zip(may) {
        with_any.extend(channel.category);
        with_seen.extend(channel.category.filter(|_| may.contains(Permissions::VIEW)));
    }
    let shows = |category: &CategoryDoc| {
        permissions.contains(Permissions::MANAGE_CHANNELS)
            || with_seen.contains(&category.id)
            || (!with_any.contains(&category.id) && under(&category.overwrites).contains(Permissions::VIEW))
    };
    structure.categories.iter().map(shows).collect()
}

/// The entries of a list that are new or other than before; ids of those that are gone.
fn newer<T: Clone + PartialEq>(
    before: &[T],
    after: &[T],
    id: impl Fn(&T) -> u64,
    gone: &mut Vec<AnyId>,
) -> Vec<T> {
    let known: HashMap<u64, &T> = before.iter().map(|it| (id(it), it)).collect();
    let there: HashSet<u64> = after.iter().map(&id).collect();
    gone.extend(known.keys().filter(|id| !there.contains(id)).copied().map(AnyId));
    after.iter().filter(|it| known.get(&id(it)).is_none_or(|old| old != it)).cloned().collect()
}

fn of_ids<'a>(categories: impl Iterator<Item = &'a CategoryDoc>) -> HashMap<u64, &'a CategoryDoc> {
    categories.map(|category| (category.id.0, category)).collect()
}

/// Whether clients are shown the same, whatever the version is that is stored.
fn same_category(old: &CategoryDoc, new: &CategoryDoc) -> bool {
    std::ptr::eq(old, new) || *old == CategoryDoc { version: old.version, ..new.clone() }
}

fn same_channel(old: &ChannelDoc, new: &ChannelDoc) -> bool {
    std::ptr::eq(old, new) || *old == ChannelDoc { version: old.version, ..new.clone() }
}
