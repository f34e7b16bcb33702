//! One hub in use. The actor runs its changes one after another and gathers who is online; operations read the
//! published [`Structure`] through the [`HubHandle`] without asking. Carries no message traffic.

use crate::app::App;
use crate::domain::hubs::{Draft, Make, Structure, apply, catch_up};
use crate::domain::members::{self, MemberDoc};
use crate::error::{Error, Result};
use actix::{
    Actor, ActorContext, ActorFutureExt, AsyncContext, AtomicResponse, Context, Handler, Message, WrapFuture,
};
use arc_swap::ArcSwap;
use hubbub_shared::protocol::{Ephemeral, ServerFrame};
use hubbub_shared::{HubId, UserId};
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// Presence is told at most this often.
const PRESENCE_PAUSE: Duration = Duration::from_secs(2);

/// The store is asked again this long after it left something in doubt.
const DOUBT_PAUSE: Duration = Duration::from_secs(1);

/// What the rest of the process holds of a hub in use.
#[derive(Debug)]
pub struct HubHandle {
    id: HubId,
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
    /// Whoever joins reads an invite and replaces it.
    joining: tokio::sync::Mutex<()>,
    actor: actix::Addr<Hub>,
}

impl HubHandle {
    /// Starts the actor on this thread.
    pub fn start(app: &App, structure: Structure) -> Arc<Self> {
        let id = structure.hub.id;
        Arc::new_cyclic(|handle| Self {
            id,
            in_use_since: Instant::now(),
            structure: ArcSwap::from_pointee(structure),
            members: Mutex::default(),
            online: Mutex::default(),
            doubted: Mutex::default(),
            is_closed: AtomicBool::new(false),
            joining: tokio::sync::Mutex::default(),
            actor: Hub::new(app.clone(), id, Weak::clone(handle)).start(),
        })
    }

    /// Which hub.
    pub const fn id(&self) -> HubId {
        self.id
    }

    /// The structure now.
    pub fn structure(&self) -> Arc<Structure> {
        self.structure.load_full()
    }

    /// A person who belongs to the hub.
    pub async fn member(&self, app: &App, user: UserId) -> Result<Option<Arc<MemberDoc>>> {
        Ok(self.known(app, user).await?.filter(|member| member.is_active()))
    }

    /// A person who belongs to the hub or did once. Awaits nothing if they were asked about before.
    pub async fn known(&self, app: &App, user: UserId) -> Result<Option<Arc<MemberDoc>>> {
        let cached = self.members.lock().get(&user).cloned();
        if cached.is_some() || self.is_closed() {
            return Ok(cached);
        }
        let Some(found) = members::store::find(&app.store, self.id, user).await? else { return Ok(None) };
        // Whoever changed the member meanwhile has put a newer document here.
        let mut members = self.members.lock();
        if self.is_closed() {
            return Ok(None);
        }
        Ok(Some(Arc::clone(members.entry(user).or_insert_with(|| Arc::new(found)))))
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
    pub fn remember(&self, member: Arc<MemberDoc>) {
        self.members.lock().insert(member.user, member);
    }

    /// Takes over the stored structure.
    pub fn publish(&self, app: &App, structure: Structure) {
        app.hubs.remember_channels(self.id, &structure);
        self.structure.store(Arc::new(structure));
    }

    /// Nobody knows whether a change of the structure or of these members was stored, or another writer was
    /// faster: what is published must be compared with the store before the next change.
    pub fn doubt(&self, about: &[UserId]) {
        self.doubted.lock().get_or_insert_default().extend(about);
    }

    /// Whether something is in doubt.
    pub fn is_in_doubt(&self) -> bool {
        self.doubted.lock().is_some()
    }

    /// The members in doubt, if anything is.
    pub fn doubted(&self) -> Vec<UserId> {
        self.doubted.lock().iter().flatten().copied().collect()
    }

    /// What is published is what is stored.
    pub fn be_certain(&self) {
        self.doubted.lock().take();
    }

    /// The hub is deleted: nobody is a member any more, whoever still holds this.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        self.members.lock().clear();
    }

    /// Whether the hub is deleted.
    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::SeqCst)
    }

    /// Runs a change after those before it; returns when it is stored and every live session knows.
    pub async fn change(
        &self,
        about: &[UserId],
        make: impl FnMut(&mut Draft) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        self.actor.send(Change { about: about.to_vec(), make: Box::new(make) }).await?
    }

    /// Waits until nobody else is joining.
    pub async fn turn_to_join(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.joining.lock().await
    }

    /// A device of the user connected.
    pub fn connected(&self, user: UserId) {
        self.actor.do_send(Connected(user));
    }

    /// A device of the user went away.
    pub fn disconnected(&self, user: UserId) {
        self.actor.do_send(Disconnected(user));
    }

    /// Whether the user is online.
    pub fn is_online(&self, user: UserId) -> bool {
        self.online.lock().contains(&user)
    }

    /// How many members are online.
    pub fn online_count(&self) -> u64 {
        self.online.lock().len() as u64
    }
}

/// The actor behind a [`HubHandle`]; ends with it.
pub struct Hub {
    app: App,
    id: HubId,
    handle: Weak<HubHandle>,
    /// Connected devices of each user.
    devices: HashMap<UserId, u32>,
    /// Users without a device, and since when.
    leaving: HashMap<UserId, Instant>,
    /// Came online since presence was last told.
    came: Vec<UserId>,
    /// Whether a look at presence is due.
    scheduled: bool,
}

impl Hub {
    fn new(app: App, id: HubId, handle: Weak<HubHandle>) -> Self {
        app.metrics.actors_in_use("hub").inc();
        Self {
            app,
            id,
            handle,
            devices: HashMap::new(),
            leaving: HashMap::new(),
            came: Vec::new(),
            scheduled: false,
        }
    }

    fn schedule(&mut self, ctx: &mut Context<Self>) {
        if !std::mem::replace(&mut self.scheduled, true) {
            ctx.run_later(PRESENCE_PAUSE, Self::tell_presence);
        }
    }

    /// A doubt must not wait for the next change: what is in force would not be what is stored.
    fn resolve_doubt_later(&self, ctx: &mut Context<Self>) {
        if self.handle.upgrade().is_some_and(|handle| handle.is_in_doubt()) {
            ctx.run_later(DOUBT_PAUSE, Self::resolve_doubt);
        }
    }

    fn resolve_doubt(&mut self, ctx: &mut Context<Self>) {
        let Some(handle) = self.handle.upgrade().filter(|handle| handle.is_in_doubt()) else { return };
        let app = self.app.clone();
        let work = async move { catch_up(&app, &handle).await };
        ctx.wait(work.into_actor(self).map(|outcome, hub, ctx| {
            if let Err(error) = outcome {
                tracing::debug!(hub = %hub.id, "what is stored is still unknown: {error}");
            }
            hub.resolve_doubt_later(ctx);
        }));
    }

    fn tell_presence(&mut self, ctx: &mut Context<Self>) {
        self.scheduled = false;
        let Some(handle) = self.handle.upgrade() else { return ctx.stop() };
        let patience = Duration::from_secs(self.app.config.gateway.offline_after_secs.into());
        let mut offline: Vec<UserId> = Vec::new();
        self.leaving.retain(|user, since| {
            let gone = since.elapsed() >= patience;
            if gone {
                offline.push(*user);
            }
            !gone
        });
        handle.online.lock().retain(|user| !offline.contains(user));
        let online: Vec<UserId> = self.came.drain(..).filter(|user| !offline.contains(user)).collect();
        if !online.is_empty() || !offline.is_empty() {
            let presence = Ephemeral::Presence { hub: self.id, online, offline };
            self.app.relays.to_hub(self.id, ServerFrame::Ephemeral(presence));
        }
        if !self.leaving.is_empty() {
            self.schedule(ctx);
        }
    }
}

impl Actor for Hub {
    type Context = Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        self.app.metrics.actors_in_use("hub").dec();
    }
}

/// Change the structure or the members.
#[derive(Message)]
#[rtype(result = "Result<()>")]
struct Change {
    about: Vec<UserId>,
    make: Make,
}

impl Handler<Change> for Hub {
    type Result = AtomicResponse<Self, Result<()>>;

    fn handle(&mut self, change: Change, _: &mut Self::Context) -> Self::Result {
        let (app, handle) = (self.app.clone(), self.handle.upgrade());
        let work = async move {
            let handle = handle.ok_or_else(Error::unavailable)?;
            apply(&app, &handle, &change.about, change.make).await
        };
        AtomicResponse::new(Box::pin(work.into_actor(self).map(|outcome, hub, ctx| {
            hub.resolve_doubt_later(ctx);
            outcome
        })))
    }
}

#[derive(Message)]
#[rtype(result = "()")]
struct Connected(UserId);

impl Handler<Connected> for Hub {
    type Result = ();

    fn handle(&mut self, Connected(user): Connected, ctx: &mut Self::Context) {
        *self.devices.entry(user).or_default() += 1;
        self.leaving.remove(&user);
        let newly = self.handle.upgrade().is_some_and(|handle| handle.online.lock().insert(user));
        if newly {
            self.came.push(user);
            self.schedule(ctx);
        }
    }
}

#[derive(Message)]
#[rtype(result = "()")]
struct Disconnected(UserId);

impl Handler<Disconnected> for Hub {
    type Result = ();

    fn handle(&mut self, Disconnected(user): Disconnected, ctx: &mut Self::Context) {
        let Some(devices) = self.devices.get_mut(&user) else { return };
        *devices -= 1;
        if *devices == 0 {
            self.devices.remove(&user);
            self.leaving.insert(user, Instant::now());
            self.schedule(ctx);
        }
    }
}
