//! Marking a channel as read, up to a message; or as unread again, from one on.

use super::prove;
use crate::domain::caller::Caller;
use crate::domain::messages::{self, ordinal_at};
use crate::domain::notifications::inbox_since;
use crate::domain::read_state::{self as store, MOST_MENTIONS, Mark, MentionDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::read_state::{state_of, tell, write_down_own};
use hubbub_shared::Permissions;
use hubbub_shared::model::ChannelState;
use hubbub_shared::protocol::command::{MarkRead, MarkUnread};

/// Everything up to a message is read; the caller's other devices are told. Never moves back.
pub async fn mark_read(live: &Live, caller: &Caller, command: MarkRead) -> Result<ChannelState> {
    let user = caller.as_person()?.user;
    prove::place(live, caller, command.channel, Permissions::VIEW).await?;
    let place = command.channel.place();
    let head = live.heads.head(place).await?;
    let seq = command.seq.unwrap_or(head.last_seq).min(head.last_seq);
    let ordinal = if seq == head.last_seq {
        head.last_ordinal
    } else {
        ordinal_at(&live.store, place, seq, head.last_ordinal).await?
    };
    store::advance(&live.store, &[Mark { user, place, seq, ordinal }]).await?;
    store::forget_mentions(&live.store, user, place, seq).await?;
    let _turn = live.read_turns.of(user).await;
    let state = state_of(live, user, place, head).await?;
    tell(live, user, state.clone());
    Ok(state)
}

/// A message and everything after it is unread again; the caller's other devices are told. What concerned them there is in
/// their inbox, and counts again.
pub async fn mark_unread(live: &Live, caller: &Caller, command: MarkUnread) -> Result<ChannelState> {
    let user = caller.as_person()?.user;
    prove::place(live, caller, command.channel, Permissions::VIEW | Permissions::HISTORY).await?;
    let place = command.channel.place();
    let message = messages::find(&live.store, place, command.message).await?.ok_or_else(Error::not_found)?;
    let concerns = inbox_since(&live.store, user, place, message.id, MOST_MENTIONS).await?;
    let mentions = concerns.iter().map(|entry| MentionDoc::of(user, place, entry.message, entry.seq));
    let mentions: Vec<MentionDoc> = mentions.collect();
    // What they have read by sending would count beside a marker that was put back.
    write_down_own(live).await;
    let _turn = live.read_turns.of(user).await;
    let mark = Mark { user, place, seq: message.seq - 1, ordinal: message.ordinal - 1 };
    store::put_back(&live.store, mark, &mentions).await?;
    let state = state_of(live, user, place, live.heads.head(place).await?).await?;
    tell(live, user, state.clone());
    Ok(state)
}
