//! Which hubs and channels are in use, and where their actors are.

use crate::actors::channel::ChannelHandle;
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::channels;
use crate::domain::hubs::Structure;
use crate::domain::messages::Head;
use crate::error::Result;
use dashmap::DashMap;
use hubbub_shared::{ChannelId, HubId};
use std::sync::Arc;

/// Hubs in use.
#[derive(Debug, Default)]
pub struct Hubs {
    in_use: DashMap<HubId, Arc<HubHandle>>,
    of_channel: DashMap<ChannelId, HubId>,
}

impl Hubs {
    /// The hub; read from the store at first use. Awaits nothing if it is in use.
    pub async fn find(&self, app: &App, id: HubId) -> Result<Option<Arc<HubHandle>>> {
        if let Some(hub) = self.in_use.get(&id) {
            return Ok(Some(Arc::clone(&hub)));
        }
        let Some(structure) = Structure::load(&app.store, id).await? else { return Ok(None) };
        // Whoever was first has the one that changes go through.
        let hub = Arc::clone(&self.in_use.entry(id).or_insert_with(|| HubHandle::start(app, structure)));
        self.remember_channels(id, &hub.structure());
        Ok(Some(hub))
    }

    /// The hub of a channel. Awaits nothing if that hub is in use.
    pub async fn of_channel(&self, app: &App, id: ChannelId) -> Result<Option<HubId>> {
        if let Some(hub) = self.of_channel.get(&id) {
            return Ok(Some(*hub));
        }
        Ok(channels::store::find(&app.store, id).await?.map(|channel| channel.hub))
    }

    /// Learns where channels belong.
    pub fn remember_channels(&self, hub: HubId, structure: &Structure) {
        for channel in &structure.channels {
            self.of_channel.insert(channel.id, hub);
        }
    }

    /// A channel is gone.
    pub fn forget_channel(&self, id: ChannelId) {
        self.of_channel.remove(&id);
    }

    /// A hub is gone.
    pub fn forget(&self, id: HubId) {
        self.in_use.remove(&id);
        self.of_channel.retain(|_, hub| *hub != id);
    }

    /// Lets go of hubs that nobody uses; their actors end.
    pub fn release_unused(&self) {
        self.in_use.retain(|_, hub| Arc::strong_count(hub) > 1);
        self.of_channel.retain(|_, hub| self.in_use.contains_key(hub));
    }
}

/// Channels in use.
#[derive(Debug, Default)]
pub struct Channels {
    in_use: DashMap<ChannelId, Arc<ChannelHandle>>,
}

impl Channels {
    /// The channel; its actor starts on this thread at first use. Never awaits.
    pub fn find(&self, app: &App, hub: HubId, id: ChannelId) -> Arc<ChannelHandle> {
        if let Some(channel) = self.in_use.get(&id) {
            return Arc::clone(&channel);
        }
        Arc::clone(&self.in_use.entry(id).or_insert_with(|| ChannelHandle::start(app, hub, id)))
    }

    /// Where a channel stands, if it is in use. Never awaits.
    pub fn head_now(&self, id: ChannelId) -> Option<Head> {
        self.in_use.get(&id)?.head_now()
    }

    /// A channel is gone.
    pub fn forget(&self, id: ChannelId) {
        self.in_use.remove(&id);
    }

    /// Lets go of channels that nobody has used for a minute; their actors end.
    pub fn release_unused(&self) {
        self.in_use.retain(|_, channel| Arc::strong_count(channel) > 1 || !channel.is_idle());
    }
}
