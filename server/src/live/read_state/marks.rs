//! Where places and their reader stand.

use crate::domain::messages::Head;
use crate::domain::read_state as store;
use crate::error::Result;
use crate::live::common::Common;
use futures_util::future::try_join;
use hubbub_shared::model::ChannelState;
use hubbub_shared::{ChannelId, PlaceId, UserId};
use std::collections::HashMap;

/// How far one person has read everywhere.
pub struct Marks {
    common: Common,
    user: UserId,
    read: HashMap<PlaceId, Stood>,
    mentions: HashMap<PlaceId, u64>,
}

impl Marks {
    /// A place as its reader finds it.
    pub fn state(&self, place: PlaceId, head: Head) -> ChannelState {
        let stored = self.read.get(&place).copied().unwrap_or_default();
        let mentions = self.mentions.get(&place).copied().unwrap_or_default();
        state(place, head, stored.and(self.common.own_reads.get(self.user, place)), mentions)
    }
}

/// Where somebody stands in a place.
#[derive(Debug, Clone, Copy, Default)]
struct Stood {
    /// Position and ordinal of the last message read.
    read: (u64, u64),
    put_back: u64,
}

impl Stood {
    fn of(marker: &store::MarkerDoc) -> Self {
        Self { read: (marker.seq, marker.ordinal), put_back: marker.put_back }
    }

    /// With what they have read by sending.
    fn and(self, own: (u64, u64)) -> Self {
        Self { read: self.read.max(own), ..self }
    }
}

fn state(place: PlaceId, head: Head, stood: Stood, mentions: u64) -> ChannelState {
    let (read_seq, read_ordinal) = stood.read;
    ChannelState {
        channel: ChannelId(place.0),
        rev: head.rev,
        last_seq: head.last_seq,
        last_ordinal: head.last_ordinal,
        read_seq,
        read_ordinal,
        unread: head.last_ordinal.saturating_sub(read_ordinal),
        mentions,
        put_back: stood.put_back,
    }
}

/// How far a person has read everywhere.
pub async fn marks_of(common: &Common, user: UserId) -> Result<Marks> {
    let (markers, mentioned) =
        try_join(store::markers_of(&common.store, user), store::mentions_of(&common.store, user)).await?;
    let read = markers.into_iter().map(|marker| (marker.place, Stood::of(&marker))).collect();
    let mut mentions: HashMap<PlaceId, u64> = HashMap::new();
    for mention in mentioned {
        *mentions.entry(mention.place).or_default() += 1;
    }
    Ok(Marks { common: common.clone(), user, read, mentions })
}

/// Up to which position a person has read a place.
pub async fn read_to(common: &Common, user: UserId, place: PlaceId) -> Result<u64> {
    let stored = store::marker(&common.store, user, place).await?.map_or(0, |marker| marker.seq);
    Ok(stored.max(common.own_reads.get(user, place).0))
}

/// A place as one reader finds it.
pub async fn state_of(common: &Common, user: UserId, place: PlaceId, head: Head) -> Result<ChannelState> {
    let (marker, mentions) = try_join(
        store::marker(&common.store, user, place),
        store::count_mentions(&common.store, user, place),
    )
    .await?;
    let stored = marker.as_ref().map_or_else(Stood::default, Stood::of);
    Ok(state(place, head, stored.and(common.own_reads.get(user, place)), mentions))
}
