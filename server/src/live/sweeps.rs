//! Sweeping what is left of hubs and channels that are gone.

use crate::domain::invites::INVITES;
use crate::domain::notifications::{INBOX, watchers_of_hub};
use crate::domain::read_state::{self, MARKERS};
use crate::domain::sweeps::{SWEEPS, SweepDoc};
use crate::domain::{found_by, held, members, messages, notes, reports};
use crate::store::{Query, Store, StoreError};

/// Documents that are deleted at once.
const PIECE: usize = 500;

/// Sweeps in the background. What cannot be swept now is swept after the next deletion or start.
pub fn start(store: &Store) {
    let store = store.clone();
    actix_rt::spawn(async move {
        if let Err(error) = sweep(&store).await {
            tracing::warn!("not everything of what was deleted is swept yet: {error}");
        }
    });
}

async fn sweep(store: &Store) -> Result<(), StoreError> {
    for left in store.find::<SweepDoc>(Query::on(&SWEEPS, "_id")).await? {
        if let Some(channel) = left.channel {
            all(store, messages::of_place(channel.place())).await?;
            all(store, held::of_channel(channel)).await?;
            all(store, messages::reactions_in(channel.place())).await?;
            all(store, read_state::all_mentions_in(channel.place())).await?;
            all(store, Query::on(&INBOX, "channel").equals(channel)).await?;
            all(store, Query::on(&MARKERS, "channel").equals(channel)).await?;
        }
        if let Some(hub) = left.hub {
            all(store, Query::on(&INVITES, "hub").equals(hub)).await?;
            all(store, held::of_hub(hub)).await?;
            all(store, notes::of_hub(hub)).await?;
            all(store, watchers_of_hub(hub)).await?;
            for entries in found_by::of_hub(hub) {
                all(store, entries).await?;
            }
            all(store, reports::of_hub_alone(hub)).await?;
            all(store, members::of_hub(hub)).await?;
        }
        store.delete::<SweepDoc>(left.id).await?;
    }
    Ok(())
}

async fn all(store: &Store, query: Query) -> Result<(), StoreError> {
    let piece = query.limit(PIECE);
    while store.delete_range(piece.clone()).await? > 0 {}
    Ok(())
}
