//! Where channels and their reader stand.

use super::store;
use crate::app::App;
use crate::domain::messages::Head;
use crate::error::Result;
use futures_util::future::try_join;
use hubbub_shared::model::ChannelState;
use hubbub_shared::{ChannelId, UserId};
use std::collections::HashMap;

/// How far one person has read everywhere.
pub struct Marks {
    app: App,
    user: UserId,
    read: HashMap<ChannelId, (u64, u64)>,
    mentions: HashMap<ChannelId, u64>,
}

impl Marks {
    /// A channel as its reader finds it.
    pub fn state(&self, channel: ChannelId, head: Head) -> ChannelState {
        let stored = self.read.get(&channel).copied().unwrap_or_default();
        let (read_seq, read_ordinal) = stored.max(self.app.own_reads.get(self.user, channel));
        let mentions = self.mentions.get(&channel).copied().unwrap_or_default();
        state(channel, head, (read_seq, read_ordinal), mentions)
    }
}

fn state(
    channel: ChannelId,
    head: Head,
    (read_seq, read_ordinal): (u64, u64),
    mentions: u64,
) -> ChannelState {
    ChannelState {
        channel,
        rev: head.rev,
        last_seq: head.last_seq,
        last_ordinal: head.last_ordinal,
        read_seq,
        read_ordinal,
        unread: head.last_ordinal.saturating_sub(read_ordinal),
        mentions,
    }
}

/// How far a person has read everywhere.
pub async fn marks_of(app: &App, user: UserId) -> Result<Marks> {
    let (markers, mentioned) =
        try_join(store::markers_of(&app.store, user), store::mentions_of(&app.store, user)).await?;
    let read = markers.into_iter().map(|marker| (marker.channel, (marker.seq, marker.ordinal))).collect();
    let mut mentions: HashMap<ChannelId, u64> = HashMap::new();
    for mention in mentioned {
        *mentions.entry(mention.channel).or_default() += 1;
    }
    Ok(Marks { app: app.clone(), user, read, mentions })
}

/// A channel as one reader finds it.
pub async fn state_of(app: &App, user: UserId, channel: ChannelId, head: Head) -> Result<ChannelState> {
    let (marker, mentions) =
        try_join(store::marker(&app.store, user, channel), store::count_mentions(&app.store, user, channel))
            .await?;
    let stored = marker.map_or((0, 0), |marker| (marker.seq, marker.ordinal));
    Ok(state(channel, head, stored.max(app.own_reads.get(user, channel)), mentions))
}
