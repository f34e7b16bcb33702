//! Editing.

use super::commit::Change;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::Result;
use hubbub_shared::Permissions;
use hubbub_shared::mentions::mentioned;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::EditMessage;
use hubbub_shared::text::MessageText;

/// Gives a message of one's own other words. Needs what sending needs, so an edit cannot add what a send forbids.
pub async fn edit(app: &App, caller: &Caller, command: EditMessage) -> Result<Message> {
    let (hub, access) = access::channel(app, caller, command.channel, Permissions::SEND).await?;
    let content = MessageText::parse(&command.content)?;
    let channel = app.channels.find(app, hub.id(), command.channel);
    let mentioned = mentioned(content.as_str());
    let (message, base_rev) = (command.message, command.base_rev);
    let change = Change::Edit { access, message, hub, content, mentioned, base_rev };
    Ok(channel.append(change).await?.message)
}
