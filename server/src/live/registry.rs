//! Which hubs and places are in use, and where their actors are.

use super::channel::HubChannel;
use super::common::Common;
use super::dm::DirectMessages;
use super::hub::HubHandle;
use super::names::Names;
use super::place::PlaceHandle;
use crate::domain::channels;
use crate::domain::dms::DmDoc;
use crate::domain::hubs::Structure;
use crate::domain::members;
use crate::error::Result;
use dashmap::DashMap;
use hubbub_shared::{ChannelId, HubId, PlaceId, UserId};
use std::sync::Arc;
use std::time::Instant;

/// Hubs in use.
pub struct Hubs {
    common: Common,
    in_use: DashMap<HubId, Arc<HubHandle>>,
}

impl Hubs {
    pub(super) fn new(common: Common) -> Self {
        Self { common, in_use: DashMap::new() }
    }

    /// The hub; read from the store at first use. Awaits nothing if it is in use.
    pub async fn find(&self, id: HubId) -> Result<Option<Arc<HubHandle>>> {
        if let Some(hub) = self.now(id) {
            return Ok(Some(hub));
        }
        let Some(structure) = Structure::load(&self.common.store, id).await? else { return Ok(None) };
        // Whoever was first has the one that changes go through.
        let start = || Arc::new(HubHandle::start(self.common.clone(), structure));
        let hub = Arc::clone(&self.in_use.entry(id).or_insert_with(start));
        hub.know_channels(&hub.structure());
        Ok(Some(hub))
    }

    /// The hub, if it is in use. Never awaits.
    pub fn now(&self, id: HubId) -> Option<Arc<HubHandle>> {
        let hub = self.in_use.get(&id).map(|hub| Arc::clone(&hub))?;
        if hub.is_closed() {
            self.in_use.remove_if(&id, |_, hub| hub.is_closed());
            return None;
        }
        Some(hub)
    }

    /// The hub of a channel. Awaits nothing if that hub is in use.
    pub async fn of_channel(&self, id: ChannelId) -> Result<Option<HubId>> {
        if let Some(hub) = self.common.hub_of.get(&id) {
            return Ok(Some(*hub));
        }
        Ok(channels::find(&self.common.store, id).await?.map(|channel| channel.hub))
    }

    /// The hubs a person belongs to, all in use now and the person known to each, in the order they were joined.
    pub async fn of_user(&self, user: UserId) -> Result<Vec<Arc<HubHandle>>> {
        let (mut hubs, asked) = (Vec::new(), Instant::now());
        for member in members::of_user(&self.common.store, user).await? {
            let Some(hub) = self.find(member.hub).await? else { continue };
            hub.learn(member, asked);
            if hub.member(user).await?.is_some() {
                hubs.push(hub);
            }
        }
        Ok(hubs)
    }

    /// Lets go of hubs that nobody uses; their actors end.
    pub(super) fn release_unused(&self) {
        self.in_use.retain(|_, hub| Arc::strong_count(hub) > 1 && !hub.is_closed());
        self.common.hub_of.retain(|_, hub| self.in_use.contains_key(hub));
    }
}

/// What a place is in.
pub enum Around {
    /// A hub, of which it is a channel.
    Hub(Arc<HubHandle>),
    /// Nothing: it is a conversation of its own.
    People(Arc<DmDoc>),
}

impl Around {
    /// By which names people are known there.
    pub fn names<'a>(&'a self, common: &'a Common) -> Names<'a> {
        match self {
            Self::Hub(hub) => Names::OfHub(hub),
            Self::People(_) => Names::Own(common),
        }
    }

    /// The hub. `None`: it is in none.
    pub const fn hub(&self) -> Option<&Arc<HubHandle>> {
        match self {
            Self::Hub(hub) => Some(hub),
            Self::People(_) => None,
        }
    }
}

/// Places in use.
pub struct Places {
    common: Common,
    in_use: DashMap<PlaceId, Arc<PlaceHandle>>,
}

impl Places {
    pub(super) fn new(common: Common) -> Self {
        Self { common, in_use: DashMap::new() }
    }

    /// The place that a channel of a hub is; its actor starts on this thread at first use. Never awaits.
    pub fn of_channel(&self, hub: &Arc<HubHandle>, channel: ChannelId) -> Arc<PlaceHandle> {
        if let Some(place) = self.in_use.get(&channel.place()) {
            return Arc::clone(&place);
        }
        let start = || {
            let kind = HubChannel::new(self.common.clone(), Arc::clone(hub), channel);
            PlaceHandle::start(&self.common, kind)
        };
        Arc::clone(&self.in_use.entry(channel.place()).or_insert_with(start))
    }

    /// The place of a conversation that the server cannot read. Never awaits.
    pub fn of_dm(&self, place: PlaceId) -> Arc<PlaceHandle> {
        if let Some(place) = self.in_use.get(&place) {
            return Arc::clone(&place);
        }
        let start = || PlaceHandle::start(&self.common, DirectMessages::new(self.common.clone(), place));
        Arc::clone(&self.in_use.entry(place).or_insert_with(start))
    }

    /// The place of a channel or a conversation. Never awaits.
    pub fn of(&self, around: &Around, channel: ChannelId) -> Arc<PlaceHandle> {
        match around {
            Around::Hub(hub) => self.of_channel(hub, channel),
            Around::People(dm) => self.of_dm(dm.place),
        }
    }

    /// Lets go of places that nobody has used for a minute; their actors end.
    pub(super) fn release_unused(&self) {
        self.in_use.retain(|_, place| Arc::strong_count(place) > 1 || !place.is_idle());
    }
}
