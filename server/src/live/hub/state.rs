//! What is published of a hub in use: its structure, the members that were asked about, who is online.

use super::guests::{self, Waiting};
use crate::domain::automod::Recent;
use crate::domain::hubs::Structure;
use crate::domain::members::{self, MemberDoc};
use crate::domain::raid_shield::MINUTE_MS;
use crate::error::Result;
use crate::live::common::Common;
use arc_swap::ArcSwap;
use hubbub_shared::model::User;
use hubbub_shared::{HubId, Timestamp, UserId};
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tokio::sync::{OwnedRwLockReadGuard, RwLock};

/// See the module.
pub struct HubState {
    id: HubId,
    common: Common,
    /// Since then no change of a member is missed here.
    in_use_since: Instant,
    structure: ArcSwap<Structure>,
    /// Members that were asked about since the hub came into use, former ones too.
    members: Mutex<HashMap<UserId, Arc<MemberDoc>>>,
    /// Who has a connected device, or had one until a moment ago.
    online: Mutex<HashSet<UserId>>,
    /// Members about whom the store may know better; `None`: nothing is in doubt.
    doubted: Mutex<Option<HashSet<UserId>>>,
    is_closed: AtomicBool,
    /// Who waits to be let in.
    waiting: Mutex<Vec<Waiting>>,
    /// When people came within the last minute.
    joins: Mutex<VecDeque<Timestamp>>,
    /// What was said lately, for rules against repetition.
    pub recent: Recent,
    /// Held for reading while a right is proved and what it allows is stored.
    acting: Arc<RwLock<()>>,
}

impl HubState {
    pub(super) fn new(common: Common, structure: Structure) -> Self {
        Self {
            id: structure.hub.id,
            common,
            in_use_since: Instant::now(),
            structure: ArcSwap::from_pointee(structure),
            members: Mutex::default(),
            online: Mutex::default(),
            doubted: Mutex::default(),
            is_closed: AtomicBool::new(false),
            waiting: Mutex::default(),
            joins: Mutex::default(),
            recent: Recent::default(),
            acting: Arc::default(),
        }
    }

    /// The hub's id.
    pub const fn id(&self) -> HubId {
        self.id
    }

    /// The structure now.
    pub fn structure(&self) -> Arc<Structure> {
        self.structure.load_full()
    }

    /// A person who belongs to the hub.
    pub async fn member(&self, user: UserId) -> Result<Option<Arc<MemberDoc>>> {
        Ok(self.known(user).await?.filter(|member| member.is_active()))
    }

    /// A person who belongs to the hub or did once. Awaits nothing if they were asked about before.
    pub async fn known(&self, user: UserId) -> Result<Option<Arc<MemberDoc>>> {
        let cached = self.members.lock().get(&user).cloned();
        if cached.is_some() || self.is_closed() {
            return Ok(cached);
        }
        let Some(found) = members::find(&self.common.store, self.id, user).await? else { return Ok(None) };
        // Whoever changed the member meanwhile has put a newer document here.
        let mut members = self.members.lock();
        if self.is_closed() {
            return Ok(None);
        }
        Ok(Some(Arc::clone(members.entry(user).or_insert_with(|| Arc::new(found)))))
    }

    /// What everyone in the hub may know of a person, by the name that it calls them.
    pub async fn person(&self, user: UserId) -> Result<Arc<User>> {
        let person = self.common.people.find(user).await?;
        let known = self.known(user).await?;
        Ok(match known.filter(|member| member.is_active() && member.nickname.is_some()) {
            Some(member) => Arc::new(member.named(User::clone(&person))),
            None => person,
        })
    }

    /// A member as last published, if anybody asked about them before. Never awaits.
    pub fn member_now(&self, user: UserId) -> Option<Arc<MemberDoc>> {
        self.members.lock().get(&user).filter(|member| member.is_active()).cloned()
    }

    /// Takes over a member's document that was read not before `asked`, unless a newer one may be known. What was
    /// asked before the hub came into use may have changed without its knowledge, and is not taken.
    pub fn learn(&self, member: MemberDoc, asked: Instant) {
        let mut members = self.members.lock();
        if asked >= self.in_use_since && !self.is_closed() {
            members.entry(member.user).or_insert_with(|| Arc::new(member));
        }
    }

    /// Takes over a member's stored document.
    pub(super) fn remember(&self, member: Arc<MemberDoc>) {
        self.members.lock().insert(member.user, member);
    }

    /// Takes over the stored structure.
    pub(super) fn publish(&self, structure: Structure) {
        if !structure.channels.is_same(&self.structure().channels) {
            self.know_channels(&structure);
        }
        self.structure.store(Arc::new(structure));
    }

    /// Notes where the channels of the hub belong.
    pub(in crate::live) fn know_channels(&self, structure: &Structure) {
        for channel in &structure.channels {
            self.common.hub_of.insert(channel.id, self.id);
        }
    }

    /// Nobody may begin to write by an old right, once this is over; who had begun has ended.
    pub(super) async fn end_of_old_rights(&self) {
        drop(self.acting.write().await);
    }

    /// To be held while a right is proved and what it allows is stored. A change that takes the right is answered only
    /// afterwards, so nothing comes after the answer.
    pub async fn acting(&self) -> OwnedRwLockReadGuard<()> {
        Arc::clone(&self.acting).read_owned().await
    }

    /// Nobody knows whether a change of the structure or of these members was stored, or another writer was
    /// faster: what is published must be compared with the store before the next change.
    pub(super) fn doubt(&self, about: &[UserId]) {
        self.doubted.lock().get_or_insert_default().extend(about);
    }

    /// Whether something is in doubt.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.doubted.lock().is_some()
    }

    /// The members in doubt, if anything is.
    pub(super) fn doubted(&self) -> Vec<UserId> {
        self.doubted.lock().iter().flatten().copied().collect()
    }

    /// What is published is what is stored.
    pub(super) fn be_certain(&self) {
        self.doubted.lock().take();
    }

    /// The hub is deleted: nobody is a member any more, whoever still holds this.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        self.members.lock().clear();
    }

    /// Whether the hub is deleted.
    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::SeqCst)
    }

    /// How many came within the last minute, as far as this process has seen it.
    pub fn came_lately(&self, now: Timestamp) -> usize {
        let mut joins = self.joins.lock();
        while joins.front().is_some_and(|at| *at <= now.plus_ms(-MINUTE_MS)) {
            joins.pop_front();
        }
        joins.len()
    }

    /// Those who came so far are not counted any more.
    pub fn forget_joins(&self) {
        self.joins.lock().clear();
    }

    /// Somebody has come. No more are kept than any shield counts.
    pub fn note_join(&self, now: Timestamp) {
        let mut joins = self.joins.lock();
        joins.push_back(now);
        if joins.len() > self.common.settings.capacity.joins_per_minute as usize {
            joins.pop_front();
        }
    }

    /// Somebody waits to be let in.
    pub(super) fn wait_at_door(&self, guest: Waiting) {
        self.waiting.lock().push(guest);
    }

    /// Those who have waited longest, as many as are let in together.
    pub(super) fn who_waits(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock();
        let count = waiting.len().min(guests::MOST);
        waiting.drain(..count).collect()
    }

    /// Somebody has a device again; `false`: they had one before.
    pub(super) fn came_online(&self, user: UserId) -> bool {
        self.online.lock().insert(user)
    }

    /// These have been without a device for too long.
    pub(super) fn went_offline(&self, users: &[UserId]) {
        let mut online = self.online.lock();
        for user in users {
            online.remove(user);
        }
    }

    /// Whether the user is online.
    pub fn is_online(&self, user: UserId) -> bool {
        self.online.lock().contains(&user)
    }

    /// Who is online, in no particular order.
    pub fn online_users(&self) -> Vec<UserId> {
        self.online.lock().iter().copied().collect()
    }

    /// How many members are online.
    pub fn online_count(&self) -> u64 {
        self.online.lock().len() as u64
    }
}
