//! Deleting a channel.

use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::DeleteChannel;

/// Deletes a channel; its messages are swept away afterwards.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteChannel) -> Result<()> {
    let id = command.channel;
    prove::change_channel(live, caller, id, Permissions::MANAGE_CHANNELS, move |draft| {
        draft.structure().channels.retain(|channel| channel.id != id);
        Ok(())
    })
    .await?;
    Ok(())
}
