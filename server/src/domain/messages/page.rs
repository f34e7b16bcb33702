//! Pages of history.

use super::store::{self, MessageDoc};
use super::view::view_all;
use crate::app::App;
use crate::domain::access::{self, ChannelAccess};
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use hubbub_shared::model::MessagePage;
use hubbub_shared::protocol::command::GetMessages;
use hubbub_shared::{ChannelId, MessageId, Permissions, Problem};

/// Messages of a page unless told.
const USUAL: u64 = 50;
/// Most messages of a page.
const MOST: u64 = 100;

/// Reads a page before, after or around a message; without one of these, the newest page.
pub async fn page(app: &App, caller: &Caller, command: GetMessages) -> Result<MessagePage> {
    let (_, access) =
        access::channel(app, caller, command.channel, Permissions::VIEW | Permissions::HISTORY).await?;
    let limit = page_limit(command.limit)?;
    let channel = command.channel;
    match (command.before, command.after, command.around) {
        (None, None, None) => newest_page(app, &access, limit).await,
        (Some(before), None, None) => {
            let seq = position(app, channel, before).await?;
            read(app, &access, seq, limit, seq.saturating_sub(1), 0).await
        }
        (None, Some(after), None) => {
            let seq = position(app, channel, after).await?;
            read(app, &access, seq + 1, 0, seq, limit).await
        }
        (None, None, Some(around)) => {
            let seq = position(app, channel, around).await?;
            read(app, &access, seq + 1, limit / 2 + 1, seq, limit - limit / 2 - 1).await
        }
        _ => Err(Problem::field("before", "Give one of before, after and around.").into()),
    }
}

fn page_limit(asked: Option<u64>) -> Result<usize> {
    match asked.unwrap_or(USUAL) {
        limit @ 1..=MOST => Ok(limit as usize),
        _ => Err(Problem::field("limit", format!("limit is a number from 1 to {MOST}.")).into()),
    }
}

async fn position(app: &App, channel: ChannelId, message: MessageId) -> Result<u64> {
    let found = store::find(&app.store, channel, message).await?;
    found.map(|message| message.seq).ok_or_else(Error::not_found)
}

/// The newest messages.
pub async fn newest_page(app: &App, access: &ChannelAccess, limit: usize) -> Result<MessagePage> {
    read(app, access, u64::MAX >> 1, limit, u64::MAX >> 1, 0).await
}

/// So many before one position and so many after another, oldest first.
async fn read(
    app: &App,
    access: &ChannelAccess,
    before: u64,
    older: usize,
    after: u64,
    newer: usize,
) -> Result<MessagePage> {
    let channel = access.channel;
    let head = app.channels.find(app, access.hub.structure.hub.id, channel).head(app).await?;
    let end = head.rev;
    let before = before.min(end + 1);
    let mut messages: Vec<MessageDoc> =
        if older > 0 { store::before(&app.store, channel, before, older + 1).await? } else { Vec::new() };
    let has_before = if older > 0 { messages.len() > older } else { true };
    messages.truncate(older);
    messages.reverse();
    let mut later =
        if newer > 0 { store::after(&app.store, channel, after, end, newer + 1).await? } else { Vec::new() };
    let has_after = if newer > 0 { later.len() > newer } else { after < head.last_seq };
    later.truncate(newer);
    messages.append(&mut later);
    Ok(MessagePage {
        messages: view_all(app, access.hub.caller.user, messages).await?,
        rev: end,
        has_before,
        has_after,
    })
}
