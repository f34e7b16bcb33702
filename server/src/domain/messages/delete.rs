//! Deleting.

use super::commit::Change;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::Result;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::DeleteMessage;

/// Takes the words of a message away; its place stays, so that caches find out.
pub async fn delete(app: &App, caller: &Caller, command: DeleteMessage) -> Result<()> {
    let (hub, access) = access::channel(app, caller, command.channel, Permissions::VIEW).await?;
    let channel = app.channels.find(app, hub.id(), command.channel);
    channel.append(Change::Delete { access, message: command.message }).await?;
    Ok(())
}
