//! What lives while the server runs: one actor per hub in use and per place in use. They order what happens, store it by
//! the decisions of `domain/`, and tell it through the [`Bus`]. Who may ask for what is seen to in `operations/`.

mod afterwards;
pub mod attachments;
pub mod audit;
pub mod bots;
mod bus;
mod channel;
mod commit;
mod common;
pub mod departures;
mod dm;
mod dms;
mod drafts;
mod heads;
pub mod hub;
pub mod indexing;
mod kind;
mod missed;
mod names;
mod news;
pub mod notifier;
pub mod outgoing;
mod people;
mod pictures;
mod place;
mod presence;
pub mod purges;
pub mod read_state;
mod reader;
pub mod readers;
mod registry;
mod search;
mod sent_lately;
mod server;
pub mod suspensions;
pub mod sweeps;
pub mod waiting;
mod watched;
pub mod webhooks;

pub use bus::{Audience, Bus, Done, Newcomer};
pub use common::{Common, Owner, Settings};
pub use dms::Dms;
pub use hub::{Guest, HubHandle};
pub use names::Names;
pub use place::PlaceHandle;
pub use registry::{Around, Hubs, Places};
pub use search::indexed;
pub use server::{ServerState, Sizes};

use crate::clock::Clock;
use crate::files::Files;
use crate::metrics::Metrics;
use crate::store::Store;
use std::ops::Deref;
use std::sync::Arc;

/// Everything that operations work with. A cheap handle; clone it freely.
#[derive(Clone)]
pub struct Live(Arc<Shared>);

/// What [`Live`] points to.
pub struct Shared {
    common: Common,
    /// Hubs in use.
    pub hubs: Hubs,
    /// Places in use.
    pub places: Places,
}

impl Live {
    /// Nothing is in use yet. The store is open and its collections exist; files are beside it.
    pub fn new(
        settings: Settings,
        kept: (Store, Files),
        clock: Clock,
        metrics: Metrics,
        bus: Arc<dyn Bus>,
    ) -> Self {
        let common = Common::new(settings, kept, clock, metrics, bus);
        let (hubs, places) = (Hubs::new(common.clone()), Places::new(common.clone()));
        Self(Arc::new(Shared { common, hubs, places }))
    }

    /// Lets go of what nobody has used for a minute; its actors end. Due every minute or so.
    pub fn release_unused(&self) {
        self.places.release_unused();
        self.hubs.release_unused();
        self.heads.release_unused();
    }
}

impl Deref for Live {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Deref for Shared {
    type Target = Common;

    fn deref(&self) -> &Common {
        &self.common
    }
}
