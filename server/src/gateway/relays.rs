//! The [`Bus`] of one process: every relay is told of everything, and each knows whom it concerns.

use super::burst::Burst;
use super::encoded::Encoded;
use super::messages::{
    AutomodCaught, Deliver, HubFrame, HubGone, Joined, Left, PlaceFrame, ReportsChanged, Restructured,
    SessionEnded, Shutdown, UserFrame,
};
use super::relay::Relay;
use crate::domain::automod::Caught;
use crate::domain::reports::Matter;
use crate::live::{Audience, Bus, Done, Newcomer};
use actix::Addr;
use hubbub_shared::model::ChannelActivity;
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::{HubId, PlaceId, SessionId, UserId};
use parking_lot::RwLock;
use prometheus_client::metrics::gauge::Gauge;
use std::sync::Arc;

/// All relays of the process.
pub struct Relays {
    all: RwLock<Vec<Addr<Relay>>>,
    /// Messages that wait for a relay.
    waiting: Gauge,
}

impl Relays {
    /// None yet; each worker thread adds its own.
    pub fn new(waiting: Gauge) -> Self {
        Self { all: RwLock::default(), waiting }
    }

    pub(super) fn add(&self, relay: Addr<Relay>) {
        self.all.write().push(relay);
    }

    fn tell<M>(&self, message: impl Fn() -> M)
    where
        M: actix::Message<Result = ()> + Send + 'static,
        Relay: actix::Handler<M>,
    {
        for relay in self.all.read().iter() {
            self.waiting.inc();
            relay.do_send(message());
        }
    }

    fn all_done<M>(&self, message: impl Fn() -> M) -> Done
    where
        M: actix::Message<Result = ()> + Send + 'static,
        Relay: actix::Handler<M>,
    {
        let requests: Vec<_> = self.all.read().iter().map(|relay| relay.send(message())).collect();
        self.waiting.inc_by(requests.len() as i64);
        Box::pin(async move {
            for request in requests {
                // A relay that is gone has no sessions.
                let _ = request.await;
            }
        })
    }
}

impl Bus for Relays {
    fn deliver(
        &self,
        place: PlaceId,
        audience: Audience,
        activity: ChannelActivity,
        frames: Vec<ServerFrame>,
    ) {
        let burst = Burst::new(frames);
        self.tell(|| Deliver { place, audience: audience.clone(), activity, burst: Arc::clone(&burst) });
    }

    fn to_place(&self, place: PlaceId, frame: ServerFrame) {
        let frame = Encoded::new(frame);
        self.tell(|| PlaceFrame { place, frame: Arc::clone(&frame) });
    }

    fn to_hub(&self, hub: HubId, frame: ServerFrame) {
        let frame = Encoded::new(frame);
        self.tell(|| HubFrame { hub, frame: Arc::clone(&frame) });
    }

    fn to_user(&self, user: UserId, frame: ServerFrame) {
        let frame = Encoded::new(frame);
        self.tell(|| UserFrame { user, frame: Arc::clone(&frame) });
    }

    fn reports_changed(&self, matter: Matter, is_new: bool) {
        self.tell(|| ReportsChanged { matter, is_new });
    }

    fn automod_caught(&self, caught: Caught) {
        self.tell(|| AutomodCaught(caught));
    }

    fn restructured(&self, hub: HubId, only: Option<UserId>) -> Done {
        self.all_done(|| Restructured { hub, only })
    }

    fn joined(&self, hub: HubId, newcomers: Vec<Newcomer>) -> Done {
        self.all_done(|| Joined { hub, newcomers: newcomers.clone() })
    }

    fn left(&self, hub: HubId, user: UserId) -> Done {
        self.all_done(|| Left { hub, user })
    }

    fn hub_gone(&self, hub: HubId) -> Done {
        self.all_done(|| HubGone(hub))
    }

    fn session_ended(&self, session: SessionId) {
        self.tell(|| SessionEnded(session));
    }

    fn shut_down(&self) -> Done {
        self.all_done(|| Shutdown)
    }
}
