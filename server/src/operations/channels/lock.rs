//! Locking a channel: for a while, only those who moderate it write. No overwrite is touched, so unlocking restores what
//! was.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::Channel;
use hubbub_shared::protocol::command::{LockChannel, UnlockChannel};
use hubbub_shared::{ChannelId, Permissions};

/// Locks a channel. What others send or edit is refused, and nothing of theirs is stored after the answer.
pub async fn lock(live: &Live, caller: &Caller, command: LockChannel) -> Result<Channel> {
    set(live, caller, command.channel, true, command.reason).await
}

/// Unlocks a channel. While its hub is locked it stays so.
pub async fn unlock(live: &Live, caller: &Caller, command: UnlockChannel) -> Result<Channel> {
    set(live, caller, command.channel, false, command.reason).await
}

async fn set(
    live: &Live,
    caller: &Caller,
    id: ChannelId,
    locked: bool,
    reason: Option<String>,
) -> Result<Channel> {
    prove::change_channel(live, caller, id, Permissions::MANAGE_MESSAGES, move |draft| {
        draft.because(reason.as_deref())?;
        let channels = &mut draft.structure().channels;
        channels.iter_mut().find(|channel| channel.id == id).ok_or_else(Error::not_found)?.locked = locked;
        Ok(())
    })
    .await?;
    view_of(live, caller, id).await
}
