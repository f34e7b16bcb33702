//! Editing a message of one's own.

use super::clear;
use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked, Body};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::Permissions;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::EditMessage;

/// Gives a message of one's own other words. Needs what sending needs, so an edit cannot add what a send forbids,
/// by a right or by a rule of the hub.
pub async fn edit(live: &Live, caller: &Caller, command: EditMessage) -> Result<Message> {
    let (hub, access) = prove::channel(live, caller, command.channel, Permissions::SEND).await?;
    // Whether it may be without words depends on the files that it has.
    let (body, request) = (Body::written_or_none(&command.content)?, request_id::current());
    let words = clear::to_edit(live, &hub, &access, body, &request).await?;
    let EditMessage { message, base_rev, attachments: files, .. } = command;
    let append = Append::Edit { message, words, base_rev, files };
    let asked = Asked { caller: caller.clone(), append, request };
    Ok(live.places.of_channel(&hub, command.channel).append(asked).await?.message)
}
