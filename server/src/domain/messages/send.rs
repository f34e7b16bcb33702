//! Sending.

use super::commit::{Change, Committed};
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::Result;
use hubbub_shared::Permissions;
use hubbub_shared::mentions::mentioned;
use hubbub_shared::protocol::command::SendMessage;
use hubbub_shared::text::{MessageText, Nonce};

/// Stores a message, then announces it. A repeated nonce returns the message that is stored.
pub async fn send(app: &App, caller: &Caller, command: SendMessage) -> Result<Committed> {
    let (hub, access) = access::channel(app, caller, command.channel, Permissions::SEND).await?;
    let content = MessageText::parse(&command.content)?;
    let nonce = command.nonce.as_deref().map(Nonce::parse).transpose()?;
    let mentioned = mentioned(content.as_str());
    let channel = app.channels.find(app, hub.id(), command.channel);
    channel.append(Change::Send { access, hub, content, mentioned, nonce }).await
}
