//! Sending a message to a channel.

use super::clear::{self, Spoken, With};
use super::forward;
use crate::domain::access::ChannelAccess;
use crate::domain::attachments;
use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked, Body, Committed, PollDoc};
use crate::domain::replies::ReplyTo;
use crate::error::Result;
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::model::{SentAttachment, SentForward};
use hubbub_shared::protocol::command::SendMessage;
use hubbub_shared::text::Nonce;
use std::sync::Arc;

/// Stores a message, then announces it. A repeated nonce returns the message that is stored. What the hub's rules stop is
/// told to its author alone.
pub async fn send(live: &Live, caller: &Caller, command: SendMessage) -> Result<Committed> {
    let reply = command.reply_to.map(|message| ReplyTo { message, ping: command.ping.unwrap_or(true) });
    let needs = Append::to_send(reply.is_some(), !command.attachments.is_empty(), command.poll.is_some());
    let (hub, access) = prove::channel(live, caller, command.channel, needs).await?;
    let nonce = command.nonce.as_deref().map(Nonce::parse).transpose()?;
    let sending = Sending { live, caller, hub, access, nonce, reply, request: request_id::current() };
    if let Some(source) = command.forward {
        forward::goes_alone(&command)?;
        return sending.pass_on(source, &command.content).await;
    }
    let files = attachments::sent(command.attachments, live.settings.capacity.attachments_of_a_message)?;
    let body = match &command.poll {
        Some(poll) => Body::asked(&command.content, PollDoc::parse(poll)?)?,
        None if files.is_empty() => Body::written(&command.content)?,
        None => Body::written_or_none(&command.content)?,
    };
    sending.say(body, files).await
}

/// Somebody who may send something to a channel, and how they do.
struct Sending<'a> {
    live: &'a Live,
    caller: &'a Caller,
    hub: Arc<HubHandle>,
    access: ChannelAccess,
    nonce: Option<Nonce>,
    reply: Option<ReplyTo>,
    request: Arc<str>,
}

impl Sending<'_> {
    async fn say(self, body: Body, files: Vec<SentAttachment>) -> Result<Committed> {
        let Self { live, caller, hub, access, nonce, reply, request } = self;
        let with = With { nonce: nonce.as_ref(), reply, files: &files, webhook: None };
        let words = match clear::to_send(live, &hub, &access, body, with, &request).await? {
            Spoken::Now(words) => words,
            Spoken::Before(committed) => return Ok(*committed),
        };
        let append = Append::Send { words, nonce, reply, files };
        live.places
            .of_channel(&hub, access.id())
            .append(Asked { caller: caller.clone(), append, request })
            .await
    }

    /// Says what another message says, with files of its own. What was passed on before is not read again: the other may be
    /// gone.
    async fn pass_on(self, source: SentForward, added: &str) -> Result<Committed> {
        let Self { live, caller, access, .. } = &self;
        let (live, nonce) = (*live, self.nonce.as_ref());
        if let Some(before) = clear::said_before(live, &self.hub, access, nonce).await? {
            return Ok(before);
        }
        let (forward, originals) = forward::read(live, caller, source).await?;
        access.hub().channel(access.id(), Append::to_send(false, !originals.is_empty(), false))?;
        let body = Body::forwarded(added, forward)?;
        let whose = (caller.user, self.hub.id(), access.id().place());
        let copies = forward::copy(live, whose, &originals).await?;
        let said = self.say(body, copies.clone()).await;
        if said.as_ref().is_ok_and(|said| !said.is_repeat()) {
            return said;
        }
        // What was kept for a moderator keeps them; that is looked at first.
        forward::let_go(live, &copies).await;
        said
    }
}
