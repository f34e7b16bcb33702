//! Asking the rules of a hub about words, and doing what a rule says that stops them: before it is answered, so that whoever
//! is told of a timeout has it.

use super::view::view_all;
use crate::domain::access::ChannelAccess;
use crate::domain::attachments::{self, AttachmentDoc};
use crate::domain::automod::Caught;
use crate::domain::facts::{Fact, FactsDoc};
use crate::domain::held::{self, HeldDoc, Kept};
use crate::domain::hubs::Needs;
use crate::domain::messages::{self as store, Body, Cleared, Committed, Saying, Stop, Verdict};
use crate::domain::replies::ReplyTo;
use crate::error::{Error, Result};
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use crate::store::{StoreError, Write};
use hubbub_shared::model::{AuditAction, AutomodAction, SentAttachment};
use hubbub_shared::text::Nonce;
use hubbub_shared::{AutomodRuleId, ErrorCode, HeldMessageId};
use std::sync::Arc;

/// What has become of words that somebody sends.
pub enum Spoken {
    /// They may be said.
    Now(Cleared),
    /// They were said before, by a call with the same nonce, whatever the rules say by now.
    Before(Box<Committed>),
}

/// What goes with words that somebody sends.
#[derive(Clone, Copy)]
pub struct With<'a> {
    /// What their client calls it.
    pub nonce: Option<&'a Nonce>,
    /// The message that they answer.
    pub reply: Option<ReplyTo>,
    /// Files that are sent with them.
    pub files: &'a [SentAttachment],
    /// What the webhook calls itself that posts them; `None`: a person sends them.
    pub webhook: Option<&'a str>,
}

/// Words for a new message. Awaits nothing if no rule stops them, so that sends keep their order.
pub async fn to_send(
    live: &Live,
    hub: &HubHandle,
    access: &ChannelAccess,
    body: Body,
    with: With<'_>,
    request: &Arc<str>,
) -> Result<Spoken> {
    let key = with.nonce.map_or(&**request, Nonce::as_str);
    let stop = match Cleared::judge(access, body, Saying::Send { recent: &hub.recent, key }) {
        Verdict::Cleared(words) => return Ok(Spoken::Now(words)),
        Verdict::Stopped(stop) => stop,
    };
    if let Some(before) = said_before(live, hub, access, with.nonce).await? {
        return Ok(Spoken::Before(Box::new(before)));
    }
    match stop.rule.action {
        AutomodAction::Hold => hold(live, access, stop, with, request).await,
        _ => refuse(live, hub, access, stop, request).await,
    }
}

/// Other words for a message. A rule that would hold them refuses them: what everybody could read cannot wait.
pub async fn to_edit(
    live: &Live,
    hub: &HubHandle,
    access: &ChannelAccess,
    body: Body,
    request: &Arc<str>,
) -> Result<Cleared> {
    match Cleared::judge(access, body, Saying::Edit) {
        Verdict::Cleared(words) => Ok(words),
        Verdict::Stopped(stop) => refuse(live, hub, access, stop, request).await,
    }
}

/// The message that was stored by an earlier call with the same nonce.
pub(super) async fn said_before(
    live: &Live,
    hub: &HubHandle,
    access: &ChannelAccess,
    nonce: Option<&Nonce>,
) -> Result<Option<Committed>> {
    let (Some(nonce), author) = (nonce, access.hub().caller().user) else { return Ok(None) };
    let stored = store::by_nonce(&live.store, author, nonce.as_str()).await?;
    let Some(stored) = stored.filter(|stored| stored.place == access.id().place()) else { return Ok(None) };
    let mut view = view_all(live, hub, author, vec![stored]).await?;
    Ok(view.pop().map(Committed::before))
}

/// Keeps the words for moderators, once, also if it is tried again.
async fn hold<T>(
    live: &Live,
    access: &ChannelAccess,
    stop: Stop,
    With { nonce, reply, files, webhook }: With<'_>,
    request: &Arc<str>,
) -> Result<T> {
    let (proof, rule) = (access.hub(), stop.rule);
    let most = live.settings.capacity.held_messages;
    if held::count(&live.store, proof.structure().hub.id, most).await? >= most as u64 {
        let full = "This needs a moderator's look, and too much waits for that already. Try again later.";
        return Err(Error::rejected(ErrorCode::BlockedByAutomod, full));
    }
    let kept = Kept {
        hub: proof.structure().hub.id,
        channel: access.id(),
        author: proof.caller().user,
        webhook: webhook.map(str::to_owned),
        content: stop.body.content().to_owned(),
        nonce: nonce.map(ToString::to_string),
        reply,
        attachments: files.to_vec(),
        poll: stop.body.poll().cloned(),
        forward: stop.body.forward().cloned(),
    };
    let id = HeldMessageId(live.clock.next_id());
    let kept = HeldDoc::new(id, kept, (rule.id, rule.name.clone()), live.clock.now());
    let fact = of_rule(AuditAction::MessageHeld, id.to_string(), &rule.name, access, request);
    if let Some(mut writes) = with_files(live, &kept).await? {
        writes.push(Write::insert(&kept)?);
        match store_with(live, access, writes, fact).await {
            Err(StoreError::Conflict { index, .. }) if index == "author_nonce" => {}
            outcome => {
                outcome?;
                let HeldDoc { hub, channel, author, .. } = kept;
                live.bus.automod_caught(Caught { hub, channel, author, message: None });
            }
        }
    }
    let usual = "A moderator looks at this first. It is published if they let it through.";
    let told = rule.notice.map_or_else(|| usual.to_owned(), |notice| format!("{notice} {usual}"));
    Err(Error::rejected(ErrorCode::HeldForReview, told))
}

/// The files are kept with the words. `None`: both are kept already, by an earlier call.
async fn with_files(live: &Live, kept: &HeldDoc) -> Result<Option<Vec<Write>>> {
    let mut writes = Vec::with_capacity(kept.attachments.len() + 1);
    for sent in &kept.attachments {
        let file: Option<AttachmentDoc> = live.store.get(sent.id).await?;
        let file = file.ok_or_else(attachments::unknown)?;
        if let Some(earlier) = file.held
            && let Some(earlier) = held::find(&live.store, kept.hub, earlier).await?
            && earlier.author == kept.author
            && earlier.nonce.is_some()
            && earlier.nonce == kept.nonce
        {
            return Ok(None);
        }
        file.may_be_sent(kept.author, kept.channel.place(), None)?;
        let look_at = Some(kept.sent_at.plus_ms(attachments::WAITS_MS));
        writes.push(Write::replace(&AttachmentDoc { held: Some(kept.id), look_at, ..file })?);
    }
    Ok(Some(writes))
}

/// Tells the author what the rule says, and times them out if that is what it does.
async fn refuse<T>(
    live: &Live,
    hub: &HubHandle,
    access: &ChannelAccess,
    stop: Stop,
    request: &Arc<str>,
) -> Result<T> {
    let rule = stop.rule;
    if matches!(rule.action, AutomodAction::TimeOut { .. }) {
        time_out(hub, access, rule.id).await?;
    }
    let fact = of_rule(AuditAction::MessageBlocked, rule.id.to_string(), &rule.name, access, request);
    store_with(live, access, Vec::new(), fact).await?;
    Err(Error::rejected(ErrorCode::BlockedByAutomod, rule.told()))
}

/// If the rule is gone by now, nobody is timed out; the words stay stopped.
async fn time_out(hub: &HubHandle, access: &ChannelAccess, rule: AutomodRuleId) -> Result<()> {
    let by = prove::by(access.hub().caller());
    match hub.change(by, Needs::Rule(rule), &[], |draft| draft.time_out_by_rule()).await {
        Err(Error::Rejected(problem)) if problem.code == ErrorCode::NotFound => Ok(()),
        outcome => outcome,
    }
}

fn of_rule(action: AuditAction, subject: String, rule: &str, access: &ChannelAccess, request: &str) -> Fact {
    let author = access.hub().caller().user;
    Fact::of_rule(action, (subject, rule), author, access.id().place(), request)
}

/// Stores what a rule did together with the fact of it.
async fn store_with(
    live: &Live,
    access: &ChannelAccess,
    mut writes: Vec<Write>,
    fact: Fact,
) -> std::result::Result<(), StoreError> {
    let hub = &access.hub().structure().hub;
    let id = live.clock.next_id();
    if let Some(facts) = FactsDoc::of(id, Some(hub.id), hub.version, live.clock.now(), vec![fact]) {
        writes.push(Write::insert(&facts)?);
    }
    live.store.batch(writes).await?;
    live.new_facts.came(id);
    Ok(())
}
