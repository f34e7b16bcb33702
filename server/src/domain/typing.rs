//! Who is writing.

use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::Result;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::StartTyping;

/// Shows those who look at the channel that the caller is writing.
pub async fn start(app: &App, caller: &Caller, command: StartTyping) -> Result<()> {
    let (hub, _) = access::channel(app, caller, command.channel, Permissions::SEND).await?;
    app.channels.find(app, hub.id(), command.channel).typing(caller.user);
    Ok(())
}
