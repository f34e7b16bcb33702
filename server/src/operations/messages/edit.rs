//! Editing a message of one's own.

use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked, Body};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::Permissions;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::EditMessage;

/// Gives a message of one's own other words. Needs what sending needs, so an edit cannot add what a send forbids.
pub async fn edit(live: &Live, caller: &Caller, command: EditMessage) -> Result<Message> {
    let (hub, _) = prove::channel(live, caller, command.channel, Permissions::SEND).await?;
    let body = Body::written(&command.content)?;
    let append = Append::Edit { message: command.message, body, base_rev: command.base_rev };
    let asked = Asked { caller: caller.clone(), append, request: request_id::current() };
    Ok(live.places.of_channel(&hub, command.channel).append(asked).await?.message)
}
