//! Deleting a channel.

use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::Result;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::DeleteChannel;

/// Deletes a channel; its messages are swept away afterwards.
pub async fn delete(app: &App, caller: &Caller, command: DeleteChannel) -> Result<()> {
    let (hub, _) = access::channel(app, caller, command.channel, Permissions::MANAGE_CHANNELS).await?;
    let (actor, id) = (caller.clone(), command.channel);
    hub.change(&[actor.user], move |draft| {
        let proof = draft.access(&actor, Permissions::NONE)?;
        proof.channel(id, Permissions::MANAGE_CHANNELS)?;
        draft.structure(&proof).channels.retain(|channel| channel.id != id);
        Ok(())
    })
    .await
}
