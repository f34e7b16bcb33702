//! Sending a message to a channel.

use super::clear::{self, Spoken};
use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked, Body, Committed};
use crate::domain::replies::ReplyTo;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::SendMessage;
use hubbub_shared::text::Nonce;

/// Stores a message, then announces it. A repeated nonce returns the message that is stored. What the hub's rules stop is
/// told to its author alone.
pub async fn send(live: &Live, caller: &Caller, command: SendMessage) -> Result<Committed> {
    let reply = command.reply_to.map(|message| ReplyTo { message, ping: command.ping.unwrap_or(true) });
    // Whoever reads the answer sees what is answered.
    let needs = if reply.is_some() { Permissions::SEND | Permissions::HISTORY } else { Permissions::SEND };
    let (hub, access) = prove::channel(live, caller, command.channel, needs).await?;
    let body = Body::written(&command.content)?;
    let nonce = command.nonce.as_deref().map(Nonce::parse).transpose()?;
    let request = request_id::current();
    let words = match clear::to_send(live, &hub, &access, body, (nonce.as_ref(), reply), &request).await? {
        Spoken::Now(words) => words,
        Spoken::Before(committed) => return Ok(*committed),
    };
    let append = Append::Send { words, nonce, reply };
    live.places
        .of_channel(&hub, command.channel)
        .append(Asked { caller: caller.clone(), append, request })
        .await
}
