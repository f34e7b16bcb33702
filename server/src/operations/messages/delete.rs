//! Deleting a message, one's own or as a moderator.

use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::DeleteMessage;

/// Takes the words of a message away; its place stays, so that caches find out.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteMessage) -> Result<()> {
    let (around, _) = prove::place(live, caller, command.channel, Permissions::VIEW).await?;
    let append = Append::Delete { message: command.message };
    let asked = Asked { caller: caller.clone(), append, request: request_id::current() };
    live.places.of(&around, command.channel).append(asked).await?;
    Ok(())
}
