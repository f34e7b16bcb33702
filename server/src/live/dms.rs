//! What this process knows of conversations that the server cannot read, and of the devices of those who write in them.

use crate::clock::Clock;
use crate::domain::dms::{self, DmDoc, FrankingKey, FrankingKeyDoc};
use crate::error::{Error, Result};
use crate::store::Store;
use dashmap::DashMap;
use dm_wire::Wire;
use dm_wire::chain::Chain;
use dm_wire::ids::Hash;
use dm_wire::link::Link;
use hubbub_shared::{PlaceId, UserId};
use parking_lot::Mutex;
use std::sync::Arc;
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// Most chains kept, about a kilobyte each.
const CHAINS: usize = 5_000;
/// Most conversations kept; beyond, all are read anew.
const KNOWN: usize = 20_000;

/// See the module.
pub struct Dms {
    store: Store,
    /// Chains that were checked. Whether one is still whole is asked with each use.
    chains: quick_cache::sync::Cache<UserId, Arc<Chain>>,
    known: DashMap<PlaceId, Arc<DmDoc>>,
    /// Held while something is sent by the devices of a moment; taken to change devices.
    devices: Arc<RwLock<()>>,
    key: Mutex<Option<FrankingKeyDoc>>,
}

impl Dms {
    pub(super) fn new(store: Store) -> Self {
        let chains = quick_cache::sync::Cache::new(CHAINS);
        Self { store, chains, known: DashMap::new(), devices: Arc::default(), key: Mutex::default() }
    }

    /// The conversation of a place, if it is known. Never awaits.
    pub fn now(&self, place: PlaceId) -> Option<Arc<DmDoc>> {
        self.known.get(&place).map(|known| Arc::clone(&known))
    }

    /// The conversation of a place, as far as it does not change any more: one that is pending is read anew.
    pub async fn find(&self, place: PlaceId) -> Result<Option<Arc<DmDoc>>> {
        if let Some(known) = self.now(place).filter(|known| known.pending.is_none()) {
            return Ok(Some(known));
        }
        let found = dms::of_place(&self.store, place).await?.map(Arc::new);
        if let Some(found) = &found {
            if self.known.len() > KNOWN {
                self.known.clear();
            }
            self.known.insert(place, Arc::clone(found));
        }
        Ok(found)
    }

    /// Somebody's devices, by all links that are stored. `None`: they have none.
    pub async fn chain(&self, user: UserId) -> Result<Option<Arc<Chain>>> {
        let Some(newest) = dms::newest_link(&self.store, user).await? else { return Ok(None) };
        let known = self.chains.get(&user);
        if let Some(known) = known.filter(|chain| chain.head().hash == Hash::of(&newest.bytes.0)) {
            return Ok(Some(known));
        }
        let mut links = Vec::new();
        for stored in dms::links_of(&self.store, user, 0).await? {
            links.push(Link::parse(&stored.bytes.0).map_err(|why| broken(user, &why))?);
        }
        let chain = Chain::read(&links).map_err(|(_, why)| broken(user, &why))?;
        let chain = Arc::new(chain);
        self.chains.insert(user, Arc::clone(&chain));
        Ok(Some(chain))
    }

    /// Somebody's devices are these from now on: they need not be checked again.
    pub fn learn(&self, chain: Chain) {
        self.chains.insert(chain.user(), Arc::new(chain));
    }

    /// Begins to act by the devices of this moment.
    pub async fn acting(&self) -> OwnedRwLockReadGuard<()> {
        Arc::clone(&self.devices).read_owned().await
    }

    /// Begins to change devices: what is sent by those of before is stored by now, or is decided anew.
    pub async fn changing(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.devices).write_owned().await
    }

    /// The key of the server by which it says who sent what; another one from time to time.
    pub async fn franking_key(&self, clock: &Clock) -> Result<FrankingKey> {
        let in_use = |key: &FrankingKeyDoc| key.is_in_use(clock.now());
        if let Some(key) = self.key.lock().as_ref().filter(|key| in_use(key)) {
            return key.key().ok_or_else(no_key);
        }
        let newest = dms::all_keys(&self.store).await?.pop();
        let key = match newest {
            Some(newest) if in_use(&newest) => newest,
            newest => self.next_key(newest.map_or(0, |newest| newest.number) + 1, clock).await?,
        };
        *self.key.lock() = Some(key.clone());
        key.key().ok_or_else(no_key)
    }

    /// Makes a key. If somebody else makes one at the same moment, the first one counts.
    async fn next_key(&self, number: u32, clock: &Clock) -> Result<FrankingKeyDoc> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        let key = FrankingKeyDoc::new(number, secret, clock.now());
        match self.store.insert(&key).await {
            Ok(()) => Ok(key),
            Err(error) if error.is_failure() => Err(error.into()),
            Err(_) => self.store.get(&key.id).await?.ok_or_else(Error::unavailable),
        }
    }
}

fn no_key() -> Error {
    Error::Internal(anyhow::anyhow!("a key for tags has another length"))
}

fn broken(user: UserId, why: &dyn std::error::Error) -> Error {
    Error::Internal(anyhow::anyhow!("the stored devices of {user} are no chain: {why}"))
}
