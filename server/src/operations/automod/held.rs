//! What automod keeps: looking at it, letting it through, throwing it away.

use crate::domain::access::HubAccess;
use crate::domain::attachments;
use crate::domain::caller::Caller;
use crate::domain::facts::{Fact, FactsDoc};
use crate::domain::held::{self as store, HeldDoc};
use crate::domain::messages::{Append, Asked, Body};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use crate::store::{Entity, Write};
use hubbub_shared::mentions::Mentioned;
use hubbub_shared::model::{AuditAction, HeldMessages, Message, User};
use hubbub_shared::protocol::command::{DiscardHeldMessage, GetHeldMessages, ReleaseHeldMessage};
use hubbub_shared::{HeldMessageId, HubId, Permissions};
use std::sync::Arc;

/// Entries that are looked at for one page; if the caller decides about few of them, the rest is for the next page.
const MOST_LOOKED_AT: usize = 1_000;

/// Some of what is kept in channels where the caller decides about it, oldest first.
pub async fn held(live: &Live, caller: &Caller, command: GetHeldMessages) -> Result<HeldMessages> {
    let (hub, access) = prove::anywhere(live, caller, command.hub, Permissions::MANAGE_MESSAGES).await?;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let (found, next) = page(live, &access, command.after, limit).await?;
    let mut messages = Vec::with_capacity(found.len());
    for held in found {
        let author = match held.program() {
            Some(program) => Arc::new(program),
            None => hub.person(held.author).await?,
        };
        let files = attachments::shown(&live.store, &held.attachments).await?;
        messages.push(held.view(User::clone(&author), files));
    }
    Ok(HeldMessages { messages, next })
}

/// What the caller may look at, and after which there may be more.
async fn page(
    live: &Live,
    access: &HubAccess,
    mut after: Option<HeldMessageId>,
    limit: usize,
) -> Result<(Vec<HeldDoc>, Option<HeldMessageId>)> {
    let decides = |held: &HeldDoc| access.channel(held.channel, Permissions::MANAGE_MESSAGES).is_ok();
    let (hub, mut found, mut looked_at) = (access.structure().hub.id, Vec::new(), 0);
    loop {
        let piece = store::page(&live.store, hub, after, limit + 1).await?;
        let is_last = piece.len() <= limit;
        looked_at += piece.len();
        for held in piece {
            let is_theirs = decides(&held);
            if is_theirs && found.len() == limit {
                return Ok((found, after));
            }
            after = Some(held.id);
            found.extend(Some(held).filter(|_| is_theirs));
        }
        if is_last {
            return Ok((found, None));
        }
        if looked_at >= MOST_LOOKED_AT {
            return Ok((found, after));
        }
    }
}

/// Publishes what was kept, as its author's.
pub async fn release(live: &Live, caller: &Caller, command: ReleaseHeldMessage) -> Result<Message> {
    let held = Arc::new(find(live, caller, command.hub, command.held).await?);
    let (hub, _) = prove::channel(live, caller, held.channel, Permissions::MANAGE_MESSAGES).await?;
    let body = match &*held {
        // Whom it was to name was not kept, and what is late rings nobody.
        HeldDoc { webhook: Some(_), content, .. } => Body::posted(content, Mentioned::default())?,
        HeldDoc { poll: Some(poll), content, .. } => Body::asked(content, poll.clone())?,
        HeldDoc { forward: Some(forward), content, .. } => Body::forwarded(content, forward.clone())?,
        HeldDoc { content, attachments, .. } if attachments.is_empty() => Body::written(content)?,
        HeldDoc { content, .. } => Body::written_or_none(content)?,
    };
    let place = live.places.of_channel(&hub, held.channel);
    let append = Append::Release { held, body };
    let asked = Asked { caller: caller.clone(), append, request: request_id::current() };
    Ok(place.append(asked).await?.message)
}

/// Throws away what was kept. Its author is not told.
pub async fn discard(live: &Live, caller: &Caller, command: DiscardHeldMessage) -> Result<()> {
    let held = find(live, caller, command.hub, command.held).await?;
    let (_, access) = prove::channel(live, caller, held.channel, Permissions::MANAGE_MESSAGES).await?;
    let fact = Fact::of_held(AuditAction::MessageDiscarded, &held, caller, &request_id::current());
    let (hub, id) = (&access.hub().structure().hub, live.clock.next_id());
    let mut writes = vec![Write::delete::<HeldDoc>(held.id(), Some(held.version))];
    for file in &held.attachments {
        writes.push(attachments::let_go(file.id)?);
    }
    if let Some(facts) = FactsDoc::of(id, Some(hub.id), hub.version, live.clock.now(), vec![fact]) {
        writes.push(Write::insert(&facts)?);
    }
    live.store.batch(writes).await?;
    live.new_facts.came(id);
    live.let_go.came();
    Ok(())
}

async fn find(live: &Live, caller: &Caller, hub: HubId, id: HeldMessageId) -> Result<HeldDoc> {
    prove::hub(live, caller, hub, Permissions::NONE).await?;
    store::find(&live.store, hub, id).await?.ok_or_else(Error::not_found)
}
