//! Sweeping what is left of hubs and channels that are gone.

use super::common::Common;
use crate::domain::invites::INVITES;
use crate::domain::notifications::{INBOX, watchers_of_hub};
use crate::domain::read_state::{self, MARKERS};
use crate::domain::sweeps::{SWEEPS, SweepDoc};
use crate::domain::{
    attachments, drafts, found_by, held, members, messages, notes, outgoing, reports, saved_messages,
    scheduled_messages, webhooks,
};
use crate::store::{Query, StoreError};
use hubbub_shared::PlaceId;

/// Files that are read at once.
const PIECE: usize = 500;

/// Sweeps in the background. What cannot be swept now is swept after the next deletion or start.
pub fn start(common: &Common) {
    let common = common.clone();
    actix_rt::spawn(async move {
        if let Err(error) = sweep(&common).await {
            tracing::warn!("not everything of what was deleted is swept yet: {error}");
        }
    });
}

async fn sweep(common: &Common) -> Result<(), StoreError> {
    let store = &common.store;
    for left in store.find::<SweepDoc>(Query::on(&SWEEPS, "_id")).await? {
        if let Some(channel) = left.channel {
            store.delete_all(messages::of_place(channel.place())).await?;
            store.delete_all(held::of_channel(channel)).await?;
            store.delete_all(webhooks::of_channel(channel)).await?;
            let_go_of_all(common, channel.place()).await?;
            store.delete_all(messages::reactions_in(channel.place())).await?;
            store.delete_all(read_state::all_mentions_in(channel.place())).await?;
            store.delete_all(Query::on(&INBOX, "channel").equals(channel)).await?;
            store.delete_all(saved_messages::all_in(channel.place())).await?;
            store.delete_all(drafts::all_in(channel.place())).await?;
            store.delete_all(scheduled_messages::all_in(channel.place())).await?;
            store.delete_all(Query::on(&MARKERS, "channel").equals(channel)).await?;
        }
        if let Some(hub) = left.hub {
            store.delete_all(Query::on(&INVITES, "hub").equals(hub)).await?;
            store.delete_all(held::of_hub(hub)).await?;
            store.delete_all(webhooks::of_hub(hub)).await?;
            store.delete_all(outgoing::of_hub(hub)).await?;
            store.delete_all(notes::of_hub(hub)).await?;
            store.delete_all(watchers_of_hub(hub)).await?;
            for entries in found_by::of_hub(hub) {
                store.delete_all(entries).await?;
            }
            store.delete_all(reports::of_hub_alone(hub)).await?;
            store.delete_all(members::of_hub(hub)).await?;
        }
        store.delete::<SweepDoc>(left.id).await?;
    }
    Ok(())
}

/// After the messages: each file is looked at, and goes unless something else needs it.
async fn let_go_of_all(common: &Common, place: PlaceId) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let piece = attachments::in_place(&common.store, place, after, PIECE).await?;
        for file in &piece {
            attachments::let_go_now(&common.store, file.id).await?;
        }
        match piece.last() {
            Some(last) => after = Some(last.id),
            None => break,
        }
    }
    common.let_go.came();
    Ok(())
}
