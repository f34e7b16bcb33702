//! Marking a channel as read, up to a message.

use super::prove;
use crate::domain::caller::Caller;
use crate::domain::messages::ordinal_at;
use crate::domain::read_state::{self as store, Mark};
use crate::error::Result;
use crate::live::Live;
use crate::live::read_state::{state_of, tell};
use hubbub_shared::Permissions;
use hubbub_shared::model::ChannelState;
use hubbub_shared::protocol::command::MarkRead;

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
