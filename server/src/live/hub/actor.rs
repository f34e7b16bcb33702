//! The actor of a hub: runs its changes one after another and gathers who is online. Carries no message traffic.

use super::change::{Make, apply, catch_up};
use super::joining::let_in;
use super::state::HubState;
use crate::domain::hubs::{By, Needs};
use crate::error::{Error, Result};
use crate::live::common::Common;
use actix::{
    Actor, ActorContext, ActorFutureExt, AsyncContext, AtomicResponse, Context, Handler, Message, WrapFuture,
};
use hubbub_shared::protocol::{Ephemeral, ServerFrame};
use hubbub_shared::{HubId, UserId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// Presence is told at most this often.
const PRESENCE_PAUSE: Duration = Duration::from_secs(2);

/// The store is asked again this long after it left something in doubt.
const DOUBT_PAUSE: Duration = Duration::from_secs(1);

/// The actor behind a [`HubHandle`](super::HubHandle); ends with it.
pub struct Hub {
    common: Common,
    id: HubId,
    state: Weak<HubState>,
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
    /// Starts on this thread.
    pub fn start_with(common: Common, state: &Arc<HubState>) -> actix::Addr<Self> {
        common.metrics.actors_in_use("hub").inc();
        Self {
            common,
            id: state.id(),
            state: Arc::downgrade(state),
            devices: HashMap::new(),
            leaving: HashMap::new(),
            came: Vec::new(),
            scheduled: false,
        }
        .start()
    }

    fn schedule(&mut self, ctx: &mut Context<Self>) {
        if !std::mem::replace(&mut self.scheduled, true) {
            ctx.run_later(PRESENCE_PAUSE, Self::tell_presence);
        }
    }

    /// A doubt must not wait for the next change: what is in force would not be what is stored.
    fn resolve_doubt_later(&self, ctx: &mut Context<Self>) {
        if self.state.upgrade().is_some_and(|state| state.is_in_doubt()) {
            ctx.run_later(DOUBT_PAUSE, Self::resolve_doubt);
        }
    }

    fn resolve_doubt(&mut self, ctx: &mut Context<Self>) {
        let Some(state) = self.state.upgrade().filter(|state| state.is_in_doubt()) else { return };
        let common = self.common.clone();
        let work = async move { catch_up(&common, &state).await };
        ctx.wait(work.into_actor(self).map(|outcome, hub, ctx| {
            if let Err(error) = outcome {
                tracing::debug!(hub = %hub.id, "what is stored is still unknown: {error}");
            }
            hub.resolve_doubt_later(ctx);
        }));
    }

    fn tell_presence(&mut self, ctx: &mut Context<Self>) {
        self.scheduled = false;
        let Some(state) = self.state.upgrade() else { return ctx.stop() };
        let patience = self.common.settings.offline_after;
        let mut gone: HashSet<UserId> = HashSet::new();
        self.leaving.retain(|user, since| {
            let is_gone = since.elapsed() >= patience;
            if is_gone {
                gone.insert(*user);
            }
            !is_gone
        });
        let online: Vec<UserId> = self.came.drain(..).filter(|user| !gone.contains(user)).collect();
        let offline: Vec<UserId> = gone.into_iter().collect();
        state.went_offline(&offline);
        if !online.is_empty() || !offline.is_empty() {
            let presence = Ephemeral::Presence { hub: self.id, online, offline };
            self.common.bus.to_hub(self.id, ServerFrame::Ephemeral(presence));
        }
        if !self.leaving.is_empty() {
            self.schedule(ctx);
        }
    }
}

impl Actor for Hub {
    type Context = Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        self.common.metrics.actors_in_use("hub").dec();
    }
}

/// Change the structure or the members.
#[derive(Message)]
#[rtype(result = "Result<()>")]
pub struct ChangeHub {
    pub by: By,
    pub needs: Needs,
    pub about: Vec<UserId>,
    pub make: Make,
}

impl Handler<ChangeHub> for Hub {
    type Result = AtomicResponse<Self, Result<()>>;

    fn handle(&mut self, change: ChangeHub, _: &mut Self::Context) -> Self::Result {
        let (common, state) = (self.common.clone(), self.state.upgrade());
        let work = async move {
            let state = state.ok_or_else(Error::unavailable)?;
            let ChangeHub { by, needs, about, make } = change;
            apply(&common, &state, &by, &needs, &about, make).await
        };
        AtomicResponse::new(Box::pin(work.into_actor(self).map(|outcome, hub, ctx| {
            hub.resolve_doubt_later(ctx);
            outcome
        })))
    }
}

/// Let in those who wait.
#[derive(Message)]
#[rtype(result = "()")]
pub struct LetIn;

impl Handler<LetIn> for Hub {
    type Result = AtomicResponse<Self, ()>;

    fn handle(&mut self, _: LetIn, _: &mut Self::Context) -> Self::Result {
        let (common, state) = (self.common.clone(), self.state.upgrade());
        let work = async move {
            let Some(state) = state else { return };
            let waiting = state.who_waits();
            if !waiting.is_empty() {
                let_in(&common, &state, waiting).await;
            }
        };
        AtomicResponse::new(Box::pin(work.into_actor(self).map(|(), hub, ctx| hub.resolve_doubt_later(ctx))))
    }
}

/// A device of the user connected.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Connected(pub UserId);

impl Handler<Connected> for Hub {
    type Result = ();

    fn handle(&mut self, Connected(user): Connected, ctx: &mut Self::Context) {
        *self.devices.entry(user).or_default() += 1;
        self.leaving.remove(&user);
        let newly = self.state.upgrade().is_some_and(|state| state.came_online(user));
        if newly {
            self.came.push(user);
            self.schedule(ctx);
        }
    }
}

/// A device of the user went away.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Disconnected(pub UserId);

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
