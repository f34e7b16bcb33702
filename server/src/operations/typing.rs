//! Who is writing.

use super::prove;
use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::StartTyping;

/// Shows those who look at the channel that the caller is writing.
pub async fn start(live: &Live, caller: &Caller, command: StartTyping) -> Result<()> {
    let (hub, _) = prove::channel(live, caller, command.channel, Permissions::SEND).await?;
    live.places.of_channel(&hub, command.channel).typing(caller.user);
    Ok(())
}
