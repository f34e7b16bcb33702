//! Everything that is shared by all requests and actors of the process.

use crate::actors::registry::{Channels, Hubs};
use crate::actors::relay::Relays;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::read_state::{OwnReads, Turns};
use crate::domain::users;
use crate::http::Site;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::sign_in::SignIn;
use crate::store::Store;
use hubbub_shared::SessionId;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::broadcast;

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What [`App`] points to.
pub struct Shared {
    /// The settings the process was started with.
    pub config: Config,
    /// Everything durable.
    pub store: Store,
    /// The time, and new ids.
    pub clock: Clock,
    /// Counters for `/metrics`.
    pub metrics: Metrics,
    /// How often people may do things.
    pub limits: Limits,
    /// People who were looked up lately.
    pub users: users::Cache,
    /// Keys of cookies, and sign-ins under way.
    pub sign_in: SignIn,
    /// Says which session has just ended, so that its socket is closed.
    pub session_ended: broadcast::Sender<SessionId>,
    /// The files of the web app.
    pub site: Site,
    /// Hubs in use.
    pub hubs: Hubs,
    /// Channels in use.
    pub channels: Channels,
    /// Who carries events to sockets.
    pub relays: Relays,
    /// How far people have read because they sent.
    pub own_reads: OwnReads,
    /// Whose reading is being told.
    pub read_turns: Turns,
    /// The process was told to end: nobody is let in any more.
    pub is_stopping: AtomicBool,
}

/// Ended sessions that a slow listener may be behind; one that is further behind must check all of its sessions.
const ENDED_SESSIONS: usize = 1024;

impl App {
    /// Puts the parts together. The store is open and its collections exist.
    pub fn new(config: Config, store: Store) -> Self {
        let metrics = Metrics::new();
        store.observe(metrics.store_observer());
        Self(Arc::new(Shared {
            limits: Limits::new(&config.limits),
            users: users::Cache::new(),
            sign_in: SignIn::new(&config),
            session_ended: broadcast::Sender::new(ENDED_SESSIONS),
            site: Site::load(config.server.site.as_deref(), config.server.offline_app),
            hubs: Hubs::default(),
            channels: Channels::default(),
            relays: Relays::new(metrics.relay_mailbox.clone()),
            own_reads: OwnReads::default(),
            read_turns: Turns::default(),
            is_stopping: AtomicBool::new(false),
            clock: Clock::new(),
            metrics,
            config,
            store,
        }))
    }
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
