//! Catching up: the one recovery path for gaps, reconnects and restarts. What is to be told is decided here; complete,
//! or "start over", never a part.

use super::head::Head;
use super::store::{self, MessageDoc};
use crate::store::{Store, StoreError};
use hubbub_shared::PlaceId;

/// Past so many changed messages, starting over is cheaper.
pub const MOST_CHANGES: usize = 500;

/// What changed in a place since a rev, in order of rev, and the rev that it leads to. `None`: start over.
pub async fn catch_up(
    store: &Store,
    place: PlaceId,
    since: Option<u64>,
    head: Head,
) -> Result<Option<(Vec<MessageDoc>, u64)>, StoreError> {
    // A client that is ahead of the store has seen another life of it.
    let Some(since) = since.filter(|since| *since <= head.rev) else { return Ok(None) };
    // Revs are dense and a batch is atomic: whoever sees one rev sees all below it.
    let changed = store::changed_after(store, place, since, MOST_CHANGES + 1).await?;
    if changed.len() > MOST_CHANGES {
        return Ok(None);
    }
    let rev = changed.last().map_or(head.rev, |message| message.rev.max(head.rev));
    Ok(Some((changed, rev)))
}
