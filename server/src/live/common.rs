//! What every actor of the process has in common, below the actors themselves.

use super::bus::Bus;
use super::dms::Dms;
use super::heads::Heads;
use super::news::{NewFacts, News};
use super::outgoing::Outgoing;
use super::people::People;
use super::presence::Present;
use super::read_state::{OwnReads, Turns};
use super::search::Search;
use super::sent_lately::SentLately;
use super::server::ServerState;
use super::watched::Watched;
use crate::clock::Clock;
use crate::domain::capacity::Capacity;
use crate::files::Files;
use crate::limits::{RateLimiter, Rates};
use crate::metrics::Metrics;
use crate::push::Service;
use crate::store::Store;
use dashmap::DashMap;
use hubbub_shared::{ChannelId, HubId};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use url::Url;

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct Common(Arc<Parts>);

/// What [`Common`] points to.
pub struct Parts {
    /// What the owner of the server has set.
    pub settings: Settings,
    /// Where everything is that outlasts the process.
    pub store: Store,
    /// The time, and new ids.
    pub clock: Clock,
    /// Counters for `/metrics`.
    pub metrics: Metrics,
    /// Counts what people do, by the limits in force.
    pub limits: Arc<RateLimiter>,
    /// What the owner of the server sets while it runs.
    pub server: ServerState,
    /// When the process was started.
    pub started: Instant,
    /// How others are told.
    pub bus: Arc<dyn Bus>,
    /// People who were looked up lately.
    pub people: People,
    /// Where the places in use stand.
    pub heads: Heads,
    /// Conversations that the server cannot read, and the devices of those who write in them.
    pub dms: Dms,
    /// The hubs of channels, as far as their hubs were in use.
    pub hub_of: DashMap<ChannelId, HubId>,
    /// How far people have read because they sent.
    pub own_reads: OwnReads,
    /// Whose reading is being told.
    pub read_turns: Turns,
    /// Whose draft is being kept.
    pub draft_turns: Turns,
    /// Wakes those who read facts.
    pub new_facts: NewFacts,
    /// Wakes who deletes what the banned have said.
    pub purges: News,
    /// Wakes who deletes files that nothing needs any more.
    pub let_go: News,
    /// The bytes of files.
    pub files: Files,
    /// Wakes who clears away what is left of accounts.
    pub departures: News,
    /// Who has the app open.
    pub present: Present,
    /// In which hubs somebody wants to be told of everything.
    pub watched: Watched,
    /// Wakes who decides whether people are told of what is new.
    pub to_tell: News,
    /// Wakes who hands notifications to push services.
    pub to_send: News,
    /// Wakes who reminds people of what they saved.
    pub to_remind: News,
    /// Wakes who sends what people wrote to be sent later.
    pub to_say: News,
    /// Of what devices were told a moment ago.
    pub sent_lately: SentLately,
    /// Webhooks that send.
    pub outgoing: Outgoing,
    /// The client of push services, once it is ready.
    pub push: OnceLock<Service>,
    /// The index of words, once it is open.
    pub search: Arc<Search>,
}

/// What the owner of the server has set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Somebody whose last device went away counts as offline after this.
    pub offline_after: Duration,
    /// Who owns the server.
    pub owner: Owner,
    /// How much there may be of what people fill.
    pub capacity: Capacity,
    /// How often people may do things, as the server was started.
    pub rates: Rates,
    /// Where people open the app, if the settings say so.
    pub client: Option<Url>,
    /// Where the index of words lies.
    pub search: PathBuf,
}

impl Settings {
    /// The whole address of a place in the app; its path alone, if it is not known where the app is.
    pub fn address_of(&self, path: &str) -> String {
        let address = self.client.as_ref().and_then(|client| client.join(path).ok());
        address.map_or_else(|| path.to_owned(), String::from)
    }

    /// Where the app is, if strangers can reach it.
    pub fn secure_client(&self) -> Option<String> {
        self.client
            .as_ref()
            .filter(|client| client.scheme() == "https")
            .map(|client| client.as_str().to_owned())
    }
}

/// How it is decided who owns the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Whoever has this id at Discord; `None`: nobody.
    OfDiscord(Option<String>),
    /// Whoever signs in first, with local sign-in.
    FirstToSignIn,
}

impl Common {
    pub(super) fn new(
        settings: Settings,
        (store, files): (Store, Files),
        clock: Clock,
        metrics: Metrics,
        bus: Arc<dyn Bus>,
    ) -> Self {
        let limits = Arc::new(RateLimiter::new(settings.rates));
        Self(Arc::new(Parts {
            server: ServerState::new(settings.rates, &settings.capacity, Arc::clone(&limits)),
            limits,
            search: Arc::new(Search::new(settings.search.clone())),
            started: Instant::now(),
            settings,
            people: People::new(store.clone()),
            heads: Heads::new(store.clone()),
            dms: Dms::new(store.clone()),
            hub_of: DashMap::new(),
            own_reads: OwnReads::default(),
            read_turns: Turns::default(),
            draft_turns: Turns::default(),
            new_facts: NewFacts::default(),
            purges: News::default(),
            let_go: News::default(),
            files,
            departures: News::default(),
            present: Present::default(),
            watched: Watched::new(store.clone()),
            to_tell: News::default(),
            to_send: News::default(),
            to_remind: News::default(),
            to_say: News::default(),
            sent_lately: SentLately::default(),
            outgoing: Outgoing::default(),
            push: OnceLock::new(),
            store,
            clock,
            metrics,
            bus,
        }))
    }
}

impl Deref for Common {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
