//! One relay per worker thread: hands what happened to the sockets of its thread.
//!
//! It gets every event once, already encoded or encoded at first need and shared, and knows which local session
//! looks at what. It talks to no store and decides nothing: what a session may see was decided when it
//! subscribed, and is decided anew here with each published structure.

mod messages;
mod tables;

pub use messages::{
    ChannelFrame, Deliver, EndSession, HubChanged, HubFrame, HubGone, Joined, Left, Shutdown, UserFrame,
};
pub use tables::Tables;

use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::gateway::{Burst, Encoded, Writer};
use actix::{Actor, Addr, AsyncContext, Context};
use hubbub_shared::model::{ChannelActivity, ChannelState};
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::{ChannelId, HubId, UserId};
use parking_lot::RwLock;
use prometheus_client::metrics::gauge::Gauge;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Sessions that do not look at a channel hear of its activity at most this often.
const ACTIVITY_PAUSE: Duration = Duration::from_secs(2);
/// Silent peers are looked for this often: one timer per worker, not one per socket.
const HEARTBEAT_CHECK: Duration = Duration::from_secs(1);

/// What a worker thread has for its own sessions.
#[derive(Clone)]
pub struct Worker {
    /// Which local session looks at what.
    pub tables: Rc<RefCell<Tables>>,
    /// Writes to the sockets.
    pub writer: Rc<Writer>,
}

impl Worker {
    /// Starts the relay of this worker thread.
    pub fn start(app: &App) -> Self {
        let writer = Writer::start(app.metrics.queue_overflows.clone());
        let tables = Rc::new(RefCell::new(Tables::new(Rc::clone(&writer))));
        let relay = Relay { app: app.clone(), tables: Rc::clone(&tables) }.start();
        app.relays.add(relay);
        Self { tables, writer }
    }
}

/// The relay of one worker thread.
pub struct Relay {
    app: App,
    tables: Rc<RefCell<Tables>>,
}

impl Actor for Relay {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(65_536);
        ctx.run_interval(ACTIVITY_PAUSE, |relay, _| relay.tables.borrow_mut().tell_activity(&relay.app));
        let patience = Duration::from_secs(u64::from(self.app.config.gateway.heartbeat_secs) * 2);
        ctx.run_interval(HEARTBEAT_CHECK, move |relay, _| {
            relay.tables.borrow_mut().close_silent(&relay.app, patience)
        });
        self.listen_for_ended_sessions(ctx);
    }
}

impl Relay {
    fn listen_for_ended_sessions(&self, ctx: &mut Context<Self>) {
        let mut ended = self.app.session_ended.subscribe();
        let (relay, waiting) = (ctx.address(), self.app.metrics.relay_mailbox.clone());
        actix_rt::spawn(async move {
            loop {
                match ended.recv().await {
                    Ok(session) => {
                        waiting.inc();
                        relay.do_send(EndSession(session));
                    }
                    Err(RecvError::Lagged(_)) => {
                        // Nobody knows any more whose session ended: all come back and are asked who they are.
                        waiting.inc();
                        relay.do_send(Shutdown);
                    }
                    Err(RecvError::Closed) => return,
                }
            }
        });
    }
}

/// All relays of the process.
#[derive(Debug)]
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

    fn add(&self, relay: Addr<Relay>) {
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

    /// Durable events of a channel: to sessions that look at it; others of the hub hear of the activity.
    pub fn deliver(&self, hub: HubId, activity: ChannelActivity, frames: Vec<ServerFrame>) {
        let burst = Burst::new(frames);
        self.tell(|| Deliver { hub, activity, burst: Arc::clone(&burst) });
    }

    /// Something fleeting in a channel, to sessions that look at it.
    pub fn to_channel(&self, channel: ChannelId, frame: ServerFrame) {
        let frame = Encoded::new(frame);
        self.tell(|| ChannelFrame { channel, frame: Arc::clone(&frame) });
    }

    /// To sessions that look at a channel of the hub. Fleeting frames are dropped first.
    pub fn to_hub(&self, hub: HubId, frame: ServerFrame) {
        let frame = Encoded::new(frame);
        self.tell(|| HubFrame { hub, frame: Arc::clone(&frame) });
    }

    /// To every session of a user.
    pub fn to_user(&self, user: UserId, frame: ServerFrame) {
        let frame = Encoded::new(frame);
        self.tell(|| UserFrame { user, frame: Arc::clone(&frame) });
    }

    /// The structure or somebody's roles changed: every session of the hub gets its view anew and loses what it
    /// may no longer see. Returns when all of them have: after that nothing more leaks.
    pub async fn hub_changed(&self, hub: &Arc<HubHandle>, only: Option<UserId>) {
        self.all_done(|| HubChanged { hub: Arc::clone(hub), only }).await;
    }

    /// A user came into a hub.
    pub async fn joined(&self, hub: &Arc<HubHandle>, user: UserId, channels: Vec<ChannelState>) {
        self.all_done(|| Joined { hub: Arc::clone(hub), user, channels: channels.clone() }).await;
    }

    /// A user left a hub; returns when none of their sessions hears of it any more.
    pub async fn left(&self, hub: HubId, user: UserId) {
        self.all_done(|| Left { hub, user }).await;
    }

    /// A hub is gone.
    pub async fn hub_gone(&self, hub: HubId) {
        self.all_done(|| HubGone(hub)).await;
    }

    /// Tells every session to come back later, and closes.
    pub async fn shut_down(&self) {
        self.all_done(|| Shutdown).await;
    }

    async fn all_done<M>(&self, message: impl Fn() -> M)
    where
        M: actix::Message<Result = ()> + Send + 'static,
        Relay: actix::Handler<M>,
    {
        let relays: Vec<_> = self.all.read().clone();
        let requests: Vec<_> = relays.iter().map(|relay| relay.send(message())).collect();
        self.waiting.inc_by(requests.len() as i64);
        for request in requests {
            // A relay that is gone has no sessions.
            let _ = request.await;
        }
    }
}
