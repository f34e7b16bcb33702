//! The whole house: what lives in it, and its doors.

use crate::clock::Clock;
use crate::config::{self, Config};
use crate::domain::capacity::Capacity;
use crate::files::Files;
use crate::gateway::{self, Relays};
use crate::http::{self, SignInState, Site};
use crate::live::{Live, Owner, Settings};
use crate::metrics::Metrics;
use crate::store::Store;
use std::sync::Arc;
use std::time::Duration;

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct App {
    /// The settings the process was started with.
    pub config: Arc<Config>,
    /// What operations work with.
    pub live: Live,
    /// Who carries events to sockets.
    pub relays: Arc<Relays>,
    /// The socket's door.
    pub gateway: gateway::Door,
    /// The door of HTTP.
    pub http: http::Door,
}

impl App {
    /// Puts the parts together. The store is open and its collections exist.
    pub fn new(config: Config, store: Store, files: Files) -> Self {
        let metrics = Metrics::new();
        store.observe(metrics.store_observer());
        let relays = Arc::new(Relays::new(metrics.relay_mailbox.clone()));
        let live =
            Live::new(settings(&config), (store, files), Clock::new(), metrics, Arc::clone(&relays) as _);
        let limits = Arc::clone(&live.limits);
        let socket = gateway::Settings {
            heartbeat_secs: config.gateway.heartbeat_secs,
            frames_per_minute: config.limits.frames_per_minute,
        };
        let gateway = gateway::Door::new(live.clone(), Arc::clone(&limits), socket);
        let http = http::Door::new(http::Shared {
            live: live.clone(),
            limits,
            addresses: config.addresses.clone(),
            sign_in: SignInState::new(config.sign_in.clone(), config.session_secret.as_ref()),
            site: Site::load(config.server.site.as_deref(), config.server.offline_app),
            documents: http::Documents::load(),
            gateway: gateway.clone(),
        });
        Self { config: Arc::new(config), live, relays, gateway, http }
    }
}

fn settings(config: &Config) -> Settings {
    Settings {
        offline_after: Duration::from_secs(config.gateway.offline_after_secs.into()),
        owner: match &config.sign_in {
            config::SignIn::Discord(discord) => Owner::OfDiscord(discord.owner.clone()),
            config::SignIn::Local { .. } => Owner::FirstToSignIn,
        },
        capacity: capacity(&config.files),
        rates: (&config.limits).into(),
        client: config.addresses.client.clone(),
        search: config.search_directory(),
    }
}

/// How much there may be, as far as the settings say so.
fn capacity(files: &config::Files) -> Capacity {
    Capacity {
        upload_bytes: files.upload_bytes(),
        upload_bytes_of_a_person: files.person_bytes(),
        upload_bytes_of_a_hub: files.hub_bytes(),
        ..Capacity::default()
    }
}
