//! Pages of history.

use super::view::view_all;
use crate::domain::access::PlaceAccess;
use crate::domain::caller::Caller;
use crate::domain::messages as store;
use crate::error::{Error, Result};
use crate::live::{Live, Names};
use crate::operations::prove;
use hubbub_shared::model::MessagePage;
use hubbub_shared::protocol::command::GetMessages;
use hubbub_shared::{MessageId, Permissions, PlaceId, Problem};
use std::ops::Range;

/// Reads a page before, after or around a message, or around a moment; without one of these, the newest page.
pub async fn page(live: &Live, caller: &Caller, command: GetMessages) -> Result<MessagePage> {
    let needs = Permissions::VIEW | Permissions::HISTORY;
    let (around, access) = prove::place(live, caller, command.channel, needs).await?;
    let (names, limit) = (around.names(live), live.settings.capacity.page.limit(command.limit)?);
    let place = access.place();
    match (command.before, command.after, command.around, command.at) {
        (None, None, None, None) => newest_page(live, names, &access, limit).await,
        (Some(before), None, None, None) => {
            let ordinal = ordinal_of(live, place, before).await?;
            read(live, names, &access, ordinal.saturating_sub(limit)..ordinal).await
        }
        (None, Some(after), None, None) => {
            let ordinal = ordinal_of(live, place, after).await?;
            read(live, names, &access, ordinal + 1..ordinal + 1 + limit).await
        }
        (None, None, Some(around), None) => {
            let ordinal = ordinal_of(live, place, around).await?;
            read(live, names, &access, around_ordinal(ordinal, limit)).await
        }
        (None, None, None, Some(at)) => {
            let last = live.heads.head(place).await?.last_ordinal;
            match store::ordinal_since(&live.store, place, at, last).await? {
                Some(ordinal) => read(live, names, &access, around_ordinal(ordinal, limit)).await,
                None => newest_page(live, names, &access, limit).await,
            }
        }
        _ => Err(Problem::field("before", "Give one of before, after, around and at.").into()),
    }
}

fn around_ordinal(ordinal: u64, limit: u64) -> Range<u64> {
    ordinal.saturating_sub(limit / 2)..ordinal + limit - limit / 2
}

async fn ordinal_of(live: &Live, place: PlaceId, message: MessageId) -> Result<u64> {
    let found = store::find(&live.store, place, message).await?;
    found.map(|message| message.ordinal).ok_or_else(Error::not_found)
}

/// The newest messages.
pub async fn newest_page(
    live: &Live,
    names: Names<'_>,
    access: &PlaceAccess,
    limit: u64,
) -> Result<MessagePage> {
    let end = live.heads.head(access.place()).await?.last_ordinal + 1;
    read(live, names, access, end.saturating_sub(limit)..end).await
}

/// The messages with these ordinals, oldest first. Ordinals count from 1.
async fn read(
    live: &Live,
    names: Names<'_>,
    access: &PlaceAccess,
    ordinals: Range<u64>,
) -> Result<MessagePage> {
    let head = live.heads.head(access.place()).await?;
    let ordinals = ordinals.start.max(1)..ordinals.end.min(head.last_ordinal + 1);
    let (has_before, has_after) = (ordinals.start > 1, ordinals.end <= head.last_ordinal);
    let messages = store::page(&live.store, access.place(), ordinals).await?;
    Ok(MessagePage {
        messages: view_all(live, names, access.caller().user, messages).await?,
        rev: head.rev,
        has_before,
        has_after,
    })
}
