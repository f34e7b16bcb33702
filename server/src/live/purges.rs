//! Deleting what the banned have said, in the background and piece by piece, each message through the actor of its place,
//! as any deletion. What was ordered is stored, so it is done once, also if the server dies in the middle.

use super::{HubHandle, Live};
use crate::domain::messages::{self, Append, Asked, MessageDoc};
use crate::domain::purges::{PURGES, PurgeDoc};
use crate::error::{Error, Result};
use crate::store::{Entity, Query};
use futures_util::future::join_all;
use hubbub_shared::{ChannelId, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// Messages that are looked at together, and at most deleted together.
const PIECE: u64 = 100;
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
                    tracing::warn!("messages of somebody who was banned are deleted later: {error}");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    });
}

async fn all(live: &Live) -> Result<()> {
    for order in live.store.find::<PurgeDoc>(Query::on(&PURGES, "_id")).await? {
        let order = Arc::new(order);
        if let Some(hub) = live.hubs.find(order.what().hub).await? {
            for channel in &hub.structure().channels {
                in_channel(live, &hub, channel.id, &order).await?;
            }
        }
        live.store.delete::<PurgeDoc>(order.id()).await?;
    }
    Ok(())
}

/// From the newest message back to the first one that is too old: ordinals are in the order of time.
async fn in_channel(
    live: &Live,
    hub: &Arc<HubHandle>,
    channel: ChannelId,
    order: &Arc<PurgeDoc>,
) -> Result<()> {
    let mut end = live.heads.of(channel.place()).certain().await?.last_ordinal + 1;
    // Only now: whatever comes later is not looked at.
    let back_since = back_since(hub, order).await?;
    while end > 1 {
        let start = end.saturating_sub(PIECE).max(1);
        let piece = messages::page(&live.store, channel.place(), start..end).await?;
        let is_last = piece.first().is_none_or(|oldest| oldest.created_at < order.what().since);
        delete(live, hub, channel, order, to_delete(piece, order, back_since)).await?;
        if is_last {
            break;
        }
        end = start;
    }
    Ok(())
}

/// What somebody says who was let in again is not what was to be deleted.
async fn back_since(hub: &HubHandle, order: &PurgeDoc) -> Result<Option<Timestamp>> {
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
    hub: &Arc<HubHandle>,
    channel: ChannelId,
    order: &Arc<PurgeDoc>,
    messages: impl Iterator<Item = MessageDoc>,
) -> Result<()> {
    let place = live.places.of_channel(hub, channel);
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
