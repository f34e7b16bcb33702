//! Deleting what the banned have said, and those whose account ended, in the background and piece by piece, each message through the actor of its place,
//! as any deletion. What was ordered is stored, so it is done once, also if the server dies in the middle.

use super::{Around, HubHandle, Live};
use crate::domain::messages::{self, Append, Asked, MessageDoc};
use crate::domain::purges::{PURGES, PurgeDoc};
use crate::error::{Error, Result};
use crate::store::{Entity, Query};
use futures_util::future::join_all;
use hubbub_shared::{ChannelId, HubId, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// Messages that are looked at together, and at most deleted together.
const PIECE: usize = 100;
/// What could not be deleted is tried again after this.
const PAUSE: Duration = Duration::from_secs(5);

/// Deletes for ever, in the background: at the start what an earlier run left, then whatever is ordered.
pub fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move {
        loop {
            match all(&live).await {
                Ok(()) => live.purges.wait().await,
                Err(error) => {
                    tracing::warn!("messages that shall go are deleted later: {error}");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    });
}

async fn all(live: &Live) -> Result<()> {
    for order in live.store.find::<PurgeDoc>(Query::on(&PURGES, "_id")).await? {
        let order = Arc::new(order);
        match order.what().hub {
            Some(hub) => in_hub(live, hub, &order).await?,
            None => everywhere(live, &order).await?,
        }
        live.store.delete::<PurgeDoc>(order.id()).await?;
    }
    Ok(())
}

async fn in_hub(live: &Live, hub: HubId, order: &Arc<PurgeDoc>) -> Result<()> {
    let Some(hub) = live.hubs.find(hub).await? else { return Ok(()) };
    let structure = hub.structure();
    let around = Around::Hub(hub);
    for channel in &structure.channels {
        in_channel(live, &around, channel.id, order).await?;
    }
    Ok(())
}

/// Wherever they said something, also where they do not belong any more.
async fn everywhere(live: &Live, order: &Arc<PurgeDoc>) -> Result<()> {
    let mut after = None;
    while let Some(place) = messages::next_place_of(&live.store, order.what().author, after).await? {
        let channel = ChannelId(place.0);
        if let Some(hub) = live.hubs.of_channel(channel).await? {
            if let Some(hub) = live.hubs.find(hub).await? {
                in_channel(live, &Around::Hub(hub), channel, order).await?;
            }
        } else if let Some(dm) = live.dms.find(place).await? {
            in_channel(live, &Around::People(dm), channel, order).await?;
        }
        after = Some(place);
    }
    Ok(())
}

/// From the newest message back to the first one that is too old: ordinals are in the order of time.
async fn in_channel(live: &Live, around: &Around, channel: ChannelId, order: &Arc<PurgeDoc>) -> Result<()> {
    let (what, place) = (order.what(), channel.place());
    let mut end = live.heads.of(place).certain().await?.last_ordinal + 1;
    // Only now: whatever comes later is not looked at.
    let back_since = match around.hub() {
        Some(hub) => back_since(hub, order).await?,
        None => None,
    };
    loop {
        let piece = messages::of_author_before(&live.store, what.author, place, end, PIECE).await?;
        let Some(oldest) = piece.last() else { return Ok(()) };
        let is_last = piece.len() < PIECE || oldest.created_at < what.since;
        end = oldest.ordinal;
        delete(live, around, channel, order, to_delete(piece, order, back_since)).await?;
        if is_last {
            return Ok(());
        }
    }
}

/// What somebody says who was let in again is not what was to be deleted.
async fn back_since(hub: &HubHandle, order: &PurgeDoc) -> Result<Option<Timestamp>> {
    if order.what().hub.is_none() {
        return Ok(None);
    }
    let author = hub.known(order.what().author).await?;
    Ok(author.map(|author| author.joined_at).filter(|joined_at| *joined_at > order.at()))
}

fn to_delete(
    piece: Vec<MessageDoc>,
    order: &PurgeDoc,
    back_since: Option<Timestamp>,
) -> impl Iterator<Item = MessageDoc> {
    let what = order.what();
    piece.into_iter().filter(move |message| {
        !message.is_deleted()
            && what.holds(message.author, message.created_at)
            && back_since.is_none_or(|back| message.created_at < back)
    })
}

async fn delete(
    live: &Live,
    around: &Around,
    channel: ChannelId,
    order: &Arc<PurgeDoc>,
    messages: impl Iterator<Item = MessageDoc>,
) -> Result<()> {
    let place = live.places.of(around, channel);
    let deletions = messages.map(|message| {
        let append = Append::Purge { message: message.id, order: Arc::clone(order) };
        place.append(Asked { caller: order.caller(), append, request: order.request() })
    });
    for deleted in join_all(deletions).await {
        match deleted {
            // The channel is gone, and its messages with it.
            Err(Error::Rejected(problem)) if !problem.code.is_retryable() => {}
            outcome => drop(outcome?),
        }
    }
    Ok(())
}
