//! Sending a message to a channel.

use super::clear::{self, Spoken, With};
use crate::domain::attachments;
use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked, Body, Committed, PollDoc};
use crate::domain::replies::ReplyTo;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::protocol::command::SendMessage;
use hubbub_shared::text::Nonce;

/// Stores a message, then announces it. A repeated nonce returns the message that is stored. What the hub's rules stop is
/// told to its author alone.
pub async fn send(live: &Live, caller: &Caller, command: SendMessage) -> Result<Committed> {
    let reply = command.reply_to.map(|message| ReplyTo { message, ping: command.ping.unwrap_or(true) });
    let needs = Append::to_send(reply.is_some(), !command.attachments.is_empty(), command.poll.is_some());
    let (hub, access) = prove::channel(live, caller, command.channel, needs).await?;
    let files = attachments::sent(command.attachments, live.settings.capacity.attachments_of_a_message)?;
    let body = match &command.poll {
        Some(poll) => Body::asked(&command.content, PollDoc::parse(poll)?)?,
        None if files.is_empty() => Body::written(&command.content)?,
        None => Body::written_or_none(&command.content)?,
    };
    let nonce = command.nonce.as_deref().map(Nonce::parse).transpose()?;
    let request = request_id::current();
    let with = With { nonce: nonce.as_ref(), reply, files: &files, webhook: None };
    let words = match clear::to_send(live, &hub, &access, body, with, &request).await? {
        Spoken::Now(words) => words,
        Spoken::Before(committed) => return Ok(*committed),
    };
    let append = Append::Send { words, nonce, reply, files };
    live.places
        .of_channel(&hub, command.channel)
        .append(Asked { caller: caller.clone(), append, request })
        .await
}
