//! Where places stand, as far as this process knows: what their next change builds on, and what unread counts are made of.

use crate::domain::messages::Head;
use crate::error::Result;
use crate::store::Store;
use dashmap::DashMap;
use hubbub_shared::PlaceId;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// What nobody has asked for so long is forgotten.
const IDLE: Duration = Duration::from_secs(60);

/// The heads of all places that were asked about.
pub struct Heads {
    store: Store,
    known: DashMap<PlaceId, Arc<KnownHead>>,
}

impl Heads {
    pub(super) fn new(store: Store) -> Self {
        Self { store, known: DashMap::new() }
    }

    /// The head of a place, to be asked for.
    pub fn of(&self, place: PlaceId) -> Arc<KnownHead> {
        if let Some(known) = self.known.get(&place) {
            return Arc::clone(&known);
        }
        let new = || Arc::new(KnownHead::new(self.store.clone(), place));
        Arc::clone(&self.known.entry(place).or_insert_with(new))
    }

    /// Where a place stands. Awaits nothing if it was asked about before.
    pub async fn head(&self, place: PlaceId) -> Result<Head> {
        self.of(place).head().await
    }

    /// Where a place stands, if it was asked about before. Never awaits.
    pub fn now(&self, place: PlaceId) -> Option<Head> {
        self.known.get(&place)?.now()
    }

    /// A place is gone.
    pub fn forget(&self, place: PlaceId) {
        self.known.remove(&place);
    }

    /// Forgets heads that nobody holds or has asked for lately.
    pub fn release_unused(&self) {
        self.known.retain(|_, known| Arc::strong_count(known) > 1 || !known.is_idle());
    }
}

#[derive(Debug, Clone, Copy)]
struct State {
    head: Head,
    /// The newest change that live sessions were told of.
    told: u64,
    /// A batch may or may not have been stored: read again before building on the head.
    is_in_doubt: bool,
}

/// The head of one place.
pub struct KnownHead {
    store: Store,
    place: PlaceId,
    /// Read from the store at first use.
    state: OnceCell<Mutex<State>>,
    last_used: Mutex<Instant>,
}

impl KnownHead {
    fn new(store: Store, place: PlaceId) -> Self {
        Self { store, place, state: OnceCell::new(), last_used: Mutex::new(Instant::now()) }
    }

    async fn state(&self) -> Result<&Mutex<State>> {
        *self.last_used.lock() = Instant::now();
        let load = || async {
            let head = Head::load(&self.store, self.place).await?;
            Ok(Mutex::new(State { head, told: head.rev, is_in_doubt: false }))
        };
        self.state.get_or_try_init(load).await
    }

    fn is_idle(&self) -> bool {
        self.last_used.lock().elapsed() > IDLE
    }

    /// Where the place stands. Awaits nothing after the first time.
    pub async fn head(&self) -> Result<Head> {
        Ok(self.state().await?.lock().head)
    }

    /// Where the place stands, if it was asked before. Never awaits.
    pub fn now(&self) -> Option<Head> {
        self.state.get().map(|state| state.lock().head)
    }

    /// What to build the next change on.
    pub async fn certain(&self) -> Result<Head> {
        if self.state().await?.lock().is_in_doubt {
            self.reload().await?;
        }
        self.head().await
    }

    /// Reads anew: another writer was faster, or a batch is in doubt.
    pub async fn reload(&self) -> Result<()> {
        let head = Head::load(&self.store, self.place).await?;
        let mut state = self.state().await?.lock();
        state.head = head;
        state.is_in_doubt = false;
        Ok(())
    }

    /// A batch was stored, and is told to live sessions now.
    pub fn advance(&self, head: Head) {
        self.alter(|state| {
            state.head = head;
            state.told = head.rev;
        });
    }

    /// The newest change that was told. If the head is beyond it, changes were stored without being told.
    pub fn told(&self) -> u64 {
        self.state.get().map_or(0, |state| state.lock().told)
    }

    /// Changes up to this one are told now.
    pub fn tell_up_to(&self, rev: u64) {
        self.alter(|state| state.told = rev);
    }

    /// Nobody knows whether a batch was stored.
    pub fn doubt(&self) {
        self.alter(|state| state.is_in_doubt = true);
    }

    /// Before the first read there is nothing to alter: what is read then is what is stored.
    fn alter(&self, alter: impl FnOnce(&mut State)) {
        if let Some(state) = self.state.get() {
            alter(&mut state.lock());
        }
    }
}
