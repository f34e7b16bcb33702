//! What the members of one hub see, once for all who see the same, and what those are told who saw something else before.
//!
//! Kept as long as the structure stays, so somebody who comes, or whose roles change, costs no more in a large hub.

use super::encoded::Encoded;
use super::seat::Seen;
use crate::domain::caller::Caller;
use crate::domain::hubs::{HubDoc, Sight, Structure};
use crate::domain::members::MemberDoc;
use crate::live::HubHandle;
use actix_web::web::Bytes;
use hubbub_shared::model::{ChannelState, HubChange, HubView, OverwriteTarget};
use hubbub_shared::protocol::{Encoding, Event, HubEvent, ServerFrame, UserEvent};
use hubbub_shared::{Permissions, PlaceId, RoleId, Timestamp, UserId};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Sights that are kept although nobody has them any more, at most.
const MOST_KEPT: usize = 4096;
/// Views that are kept encoded, at most: each may be 100 KiB, and those who come by the same invite share one.
const MOST_VIEWS: usize = 8;

/// What decides a sight. Members with the same key see the same.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    /// Those of their roles that give something or are named in some place.
    roles: Vec<RoleId>,
    timed_out_until: Option<Timestamp>,
    rules_pending: bool,
    scope: Permissions,
    /// Only of who is told apart: the owner, and members with overwrites of their own.
    user: Option<UserId>,
}

/// See the module.
pub struct Sights {
    structure: Arc<Structure>,
    /// Roles that make a difference to what somebody sees or may do.
    telling: HashSet<RoleId>,
    /// Members who have overwrites of their own.
    singled_out: HashSet<UserId>,
    made: HashMap<Key, Rc<Sight>>,
    /// Views as they are sent, as long as the version stays.
    views: Views,
}

/// Views of one version of a hub, for those who ask for all of it at the same moment.
#[derive(Default)]
struct Views {
    version: u64,
    /// With the sight, which is held so that nobody else is taken for it.
    encoded: HashMap<ViewKey, (Rc<Sight>, Bytes)>,
}

/// What decides a view as it is sent: sight, own roles and encoding.
type ViewKey = (*const Sight, Vec<RoleId>, Encoding);

/// What one who saw something before is told of what they see now, the same for all of whom both are the same.
#[derive(Clone)]
pub struct Step {
    /// Held, so that nobody else is taken for it.
    _before: Rc<Sight>,
    /// `None`: it makes no difference to them.
    pub frame: Option<Arc<Encoded>>,
    /// Places that they see now and did not see before.
    pub gained: Rc<Vec<PlaceId>>,
    /// Places that they saw.
    pub lost: Rc<Vec<PlaceId>>,
}

/// Steps that were worked out, by the sights before and after.
#[derive(Default)]
pub struct Steps(HashMap<(*const Sight, *const Sight), Step>);

impl Sights {
    /// None made yet.
    pub fn new(hub: &HubHandle) -> Self {
        let structure = hub.structure();
        let (mut telling, mut singled_out) = (HashSet::new(), HashSet::new());
        let of_categories = structure.categories.iter().map(|category| &category.overwrites);
        let of_channels = structure.channels.iter().map(|channel| &channel.overwrites);
        for overwrite in of_categories.chain(of_channels).flatten() {
            match overwrite.target {
                OverwriteTarget::Role(role) => drop(telling.insert(role)),
                OverwriteTarget::Member(user) => drop(singled_out.insert(user)),
            }
        }
        let giving = structure.roles.iter().filter(|role| !role.permissions.is_empty());
        telling.extend(giving.map(|role| role.id));
        Self { structure, telling, singled_out, made: HashMap::new(), views: Views::default() }
    }

    /// Those of what is published now. They stay if only the version is another: what else it counts, nobody sees.
    pub fn follow(&mut self, hub: &HubHandle) {
        let now = hub.structure();
        if Arc::ptr_eq(&self.structure, &now) {
            return;
        }
        if self.are_of(&now) {
            self.structure = now;
        } else {
            *self = Self::new(hub);
        }
    }

    fn are_of(&self, now: &Structure) -> bool {
        let before = &self.structure;
        let same_hub = || before.hub == HubDoc { version: before.hub.version, ..now.hub.clone() };
        before.roles.is_same(&now.roles)
            && before.categories.is_same(&now.categories)
            && before.channels.is_same(&now.channels)
            && same_hub()
    }

    /// What a session sees, and who its user is in the hub. `None`: they do not belong to it (any more).
    pub fn of(
        &mut self,
        hub: &HubHandle,
        caller: &Caller,
        now: Timestamp,
    ) -> Option<(Arc<MemberDoc>, Rc<Sight>)> {
        let member = hub.member_now(caller.user)?;
        let key = self.key(&member, caller.scope, now);
        if self.made.len() > MOST_KEPT {
            self.made.retain(|_, sight| Rc::strong_count(sight) > 1);
        }
        let make = || Rc::new(Sight::of(&self.structure, &member, caller.scope, now));
        let sight = Rc::clone(self.made.entry(key).or_insert_with(make));
        Some((member, sight))
    }

    /// All that somebody sees, encoded once for all who see the same and have the same roles.
    pub fn encoded(&mut self, member: &MemberDoc, seen: &Seen, encoding: Encoding) -> Bytes {
        let version = self.structure.hub.version;
        if self.views.version != version || self.views.encoded.len() >= MOST_VIEWS {
            self.views = Views { version, ..Views::default() };
        }
        let key = (Rc::as_ptr(&seen.sight), member.roles.clone(), encoding);
        let encode = || {
            let view = HubView { version, ..seen.sight.view(&member.roles) };
            let bytes = encoding.encode(&view);
            let bytes = bytes.inspect_err(|error| tracing::error!("a hub cannot be encoded: {error}"));
            (Rc::clone(&seen.sight), bytes.map(Bytes::from).unwrap_or_default())
        };
        self.views.encoded.entry(key).or_insert_with(encode).1.clone()
    }

    /// Whoever asks for all of it now has it encoded anew.
    pub fn forget_views(&mut self) {
        self.views = Views::default();
    }

    fn key(&self, member: &MemberDoc, scope: Permissions, now: Timestamp) -> Key {
        let mut roles: Vec<_> =
            member.roles.iter().copied().filter(|role| self.telling.contains(role)).collect();
        roles.sort_unstable();
        let apart = self.structure.hub.owner == member.user || self.singled_out.contains(&member.user);
        Key {
            roles,
            timed_out_until: member.timed_out_until.filter(|_| member.is_timed_out(now)),
            rules_pending: self.structure.has_to_accept(member),
            scope,
            user: apart.then_some(member.user),
        }
    }
}

impl Steps {
    /// From what a session was told to what it sees now.
    pub fn of(&mut self, seen: &Seen, now: &Rc<Sight>, version: u64) -> Step {
        let key = (Rc::as_ptr(&seen.sight), Rc::as_ptr(now));
        let make = || Step::between(seen, now, now.since(&seen.sight), version);
        self.0.entry(key).or_insert_with(make).clone()
    }
}

/// What those are told who came into a hub together, the same for all who see the same, have the same roles and stand alike.
#[derive(Default)]
pub struct Welcomes(HashMap<(*const Sight, Vec<RoleId>, *const Vec<ChannelState>), Welcome>);

/// Sight and list are held, so that no others are taken for them.
type Welcome = (Rc<Sight>, Arc<Vec<ChannelState>>, Arc<Encoded>);

impl Welcomes {
    /// What is told with a list of where the newcomer stands, which all who stand alike have in common.
    pub fn of(&mut self, member: &MemberDoc, seen: &Seen, channels: &Arc<Vec<ChannelState>>) -> Arc<Encoded> {
        let key = (Rc::as_ptr(&seen.sight), member.roles.clone(), Arc::as_ptr(channels));
        let make = || {
            let event = UserEvent::HubJoined { hub: seen.view(member), channels: channels.to_vec() };
            let frame = Encoded::new(ServerFrame::Event(Event::User(event)));
            (Rc::clone(&seen.sight), Arc::clone(channels), frame)
        };
        Arc::clone(&self.0.entry(key).or_insert_with(make).2)
    }
}

impl Step {
    /// For somebody whose own roles are, or may be, others.
    pub fn of_own_roles(seen: &Seen, now: &Sight, roles: &[RoleId], version: u64) -> Self {
        let nothing = || HubChange { view: now.frame(), my_roles: None, may: Vec::new(), gone: Vec::new() };
        let change = now.since(&seen.sight).unwrap_or_else(nothing);
        Self::between(seen, now, Some(HubChange { my_roles: Some(now.known(roles)), ..change }), version)
    }

    fn between(seen: &Seen, now: &Sight, change: Option<HubChange>, version: u64) -> Self {
        let (before, after) = (seen.sight.visible(), now.visible());
        Self {
            _before: Rc::clone(&seen.sight),
            frame: change.map(|change| changed(change, version)),
            gained: Rc::new(after.difference(before).copied().collect()),
            lost: Rc::new(before.difference(after).copied().collect()),
        }
    }
}

fn changed(mut change: HubChange, version: u64) -> Arc<Encoded> {
    change.view.version = version;
    let hub = change.view.id;
    Encoded::new(ServerFrame::Event(Event::Hub { hub, version, change: HubEvent::Changed(Box::new(change)) }))
}
