//! The views of one published structure, one for all members who see and may do the same.

use super::encoded::Encoded;
use crate::domain::caller::Caller;
use crate::domain::hubs::Structure;
use crate::domain::members::MemberDoc;
use crate::live::{HubHandle, Live};
use hubbub_shared::model::{HubView, OverwriteTarget};
use hubbub_shared::protocol::{Event, HubEvent, ServerFrame};
use hubbub_shared::{Permissions, PlaceId, RoleId, Timestamp, UserId};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// What decides a view. Members with the same key see the same.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    roles: Vec<RoleId>,
    timed_out_until: Option<Timestamp>,
    rules_pending: bool,
    scope: Permissions,
    /// Only of who is told apart: the owner, and members with overwrites of their own.
    user: Option<UserId>,
}

/// A view, encoded once.
pub struct View {
    /// What the member sees.
    pub hub: HubView,
    /// The event that replaces their view.
    pub frame: Arc<Encoded>,
    /// The places in it.
    pub visible: Rc<HashSet<PlaceId>>,
}

/// Views of one hub at one moment.
pub struct Views<'a> {
    hub: &'a HubHandle,
    structure: Arc<Structure>,
    now: Timestamp,
    /// Members who have overwrites of their own.
    singled_out: HashSet<UserId>,
    made: HashMap<Key, Rc<View>>,
}

impl<'a> Views<'a> {
    /// None made yet.
    pub fn new(live: &Live, hub: &'a HubHandle) -> Self {
        let structure = hub.structure();
        let places = structure.channels.iter().map(|channel| structure.overwrites_of(channel));
        let singled_out = places
            .flatten()
            .filter_map(|overwrite| match overwrite.target {
                OverwriteTarget::Member(user) => Some(user),
                OverwriteTarget::Role(_) => None,
            })
            .collect();
        Self { hub, now: live.clock.now(), singled_out, structure, made: HashMap::new() }
    }

    /// The view of one session. `None`: its user does not belong to the hub (any more).
    pub fn of(&mut self, caller: &Caller) -> Option<Rc<View>> {
        let member = self.hub.member_now(caller.user)?;
        let key = self.key(&member, caller.scope);
        let view = self.made.entry(key).or_insert_with(|| {
            let hub = self.structure.view(&member, caller.scope, self.now);
            let visible = Rc::new(hub.channels.iter().map(|channel| channel.id.place()).collect());
            Rc::new(View { frame: Encoded::new(updated(hub.clone())), visible, hub })
        });
        Some(Rc::clone(view))
    }

    fn key(&self, member: &MemberDoc, scope: Permissions) -> Key {
        let mut roles = member.roles.clone();
        roles.sort_unstable();
        let apart = self.structure.hub.owner == member.user || self.singled_out.contains(&member.user);
        Key {
            roles,
            timed_out_until: member.timed_out_until,
            rules_pending: self.structure.has_to_accept(member),
            scope,
            user: apart.then_some(member.user),
        }
    }
}

/// The event that replaces a hub's view.
fn updated(view: HubView) -> ServerFrame {
    ServerFrame::Event(Event::Hub { hub: view.id, version: view.version, change: HubEvent::Updated(view) })
}
