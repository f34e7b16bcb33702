//! Sending a message to a channel.

use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked, Body, Committed};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::SendMessage;
use hubbub_shared::text::Nonce;

/// Stores a message, then announces it. A repeated nonce returns the message that is stored.
pub async fn send(live: &Live, caller: &Caller, command: SendMessage) -> Result<Committed> {
    let (hub, _) = prove::channel(live, caller, command.channel, Permissions::SEND).await?;
    let body = Body::written(&command.content)?;
    let nonce = command.nonce.as_deref().map(Nonce::parse).transpose()?;
    let append = Append::Send { body, nonce };
    let asked = Asked { caller: caller.clone(), append, request: request_id::current() };
    live.places.of_channel(&hub, command.channel).append(asked).await
}
