//! The webhooks of a hub that send. What they are told is decided when it is sent (`live/outgoing`).

use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::hubs::Needs;
use crate::domain::outgoing::{self as store, OutgoingDoc};
use crate::error::{Error, Result};
use crate::hooks::Secret;
use crate::live::{HubHandle, Live, outgoing};
use crate::operations::{again, prove};
use hubbub_shared::model::{
    OutgoingEvent, OutgoingState, OutgoingWebhook, OutgoingWebhookSecret, OutgoingWebhooks, User,
};
use hubbub_shared::protocol::command::{
    CreateOutgoingWebhook, DeleteOutgoingWebhook, GetOutgoingWebhooks, RotateOutgoingWebhook,
    UpdateOutgoingWebhook,
};
use hubbub_shared::text::{OutgoingUrl, WebhookName};
use hubbub_shared::{ChannelId, HubId, OutgoingWebhookId, Permissions, Problem};
use std::sync::Arc;

/// What it takes, in the hub as a whole.
pub(super) const NEEDS: Permissions = Permissions::MANAGE_WEBHOOKS;

/// Those of a hub.
pub async fn list(live: &Live, caller: &Caller, command: GetOutgoingWebhooks) -> Result<OutgoingWebhooks> {
    let (hub, _) = prove::hub(live, caller, command.hub, NEEDS).await?;
    let mut webhooks = Vec::new();
    for webhook in store::all_of_hub(&live.store, command.hub).await? {
        webhooks.push(view(live, &hub, &webhook).await?);
    }
    Ok(OutgoingWebhooks { webhooks })
}

/// A new webhook. Its secret is shown this once.
pub async fn create(
    live: &Live,
    caller: &Caller,
    command: CreateOutgoingWebhook,
) -> Result<OutgoingWebhookSecret> {
    let (hub, access) = prove::hub(live, caller, command.hub, NEEDS).await?;
    let name = WebhookName::parse(&command.name)?.into();
    let (url, events) = (address(live, &command.url)?, chosen(&command.events)?);
    let channels =
        command.channels.as_deref().map(|channels| readable(live, &access, channels)).transpose()?;
    let all = store::all_of_hub(&live.store, command.hub).await?;
    fits(all.len() + 1, live.settings.capacity.outgoing_webhooks, |most| {
        format!("A hub may have {most} webhooks that send. Delete one first.")
    })?;
    let (secret, id) = (Secret::random()?, OutgoingWebhookId(live.clock.next_id()));
    let secret_text = secret.reveal().to_owned();
    let new = store::new((id, command.hub), (caller.user, caller.scope), secret_text, live.clock.now());
    let webhook = OutgoingDoc { name, url, events, channels, ..new };
    live.outgoing.begins(command.hub);
    change(live, caller, None, Some(webhook.clone())).await?;
    with_secret(live, &hub, &webhook).await
}

/// Another name, address, choice, or whether it is sent anything.
pub async fn update(live: &Live, caller: &Caller, command: UpdateOutgoingWebhook) -> Result<OutgoingWebhook> {
    let changed = again::if_changed(async || {
        let (hub, access, before) = find(live, caller, command.hub, command.webhook).await?;
        let after = changed(live, &access, before.clone(), &command)?;
        if after != before {
            change(live, caller, Some(before), Some(after.clone())).await?;
        }
        Ok((hub, after))
    });
    let (hub, webhook) = changed.await?;
    // What waited because of what is other now is sent.
    outgoing::wake(live, webhook.id).await?;
    view(live, &hub, &webhook).await
}

/// As it shall be. Whoever says where it leads, or what it is told, is the one by whose rights it is told.
fn changed(
    live: &Live,
    access: &HubAccess,
    before: OutgoingDoc,
    command: &UpdateOutgoingWebhook,
) -> Result<OutgoingDoc> {
    let mut after = before.clone();
    if let Some(name) = &command.name {
        after.name = WebhookName::parse(name)?.into();
    }
    if let Some(url) = &command.url {
        after.url = address(live, url)?;
    }
    if let Some(events) = &command.events {
        after.events = chosen(events)?;
    }
    if let Some(channels) = &command.channels {
        after.channels = channels.as_deref().map(|channels| readable(live, access, channels)).transpose()?;
    }
    if (&after.url, &after.events, &after.channels) != (&before.url, &before.events, &before.channels) {
        (after.maker, after.scope) = (access.caller().user, access.caller().scope);
    }
    match command.active {
        Some(true) if !after.is_sent_to() => {
            (after.state, after.failing_since) = (OutgoingState::Active, None);
        }
        Some(false) => after.state = OutgoingState::Paused,
        _ => {}
    }
    Ok(after)
}

/// Another secret. For a day signatures by the one before are sent too, so that there is no gap.
pub async fn rotate(
    live: &Live,
    caller: &Caller,
    command: RotateOutgoingWebhook,
) -> Result<OutgoingWebhookSecret> {
    let secret = Secret::random()?;
    let changed = again::if_changed(async || {
        let (hub, _, before) = find(live, caller, command.hub, command.webhook).await?;
        let after = before.rotated(secret.reveal().to_owned(), live.clock.now());
        change(live, caller, Some(before), Some(after.clone())).await?;
        Ok((hub, after))
    });
    let (hub, webhook) = changed.await?;
    with_secret(live, &hub, &webhook).await
}

/// Ends a webhook, and all that waited for it.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteOutgoingWebhook) -> Result<()> {
    again::if_changed(async || {
        let (_, _, before) = find(live, caller, command.hub, command.webhook).await?;
        change(live, caller, Some(before), None).await
    })
    .await?;
    // What a crash would leave of it goes by itself after its 7 days.
    live.store.delete_all(store::of_webhook(command.webhook)).await?;
    live.outgoing.to_send.came();
    Ok(())
}

/// A webhook of a hub whose webhooks the caller manages.
pub(super) async fn find(
    live: &Live,
    caller: &Caller,
    hub: HubId,
    id: OutgoingWebhookId,
) -> Result<(Arc<HubHandle>, HubAccess, OutgoingDoc)> {
    let (handle, access) = prove::hub(live, caller, hub, NEEDS).await?;
    let webhook: Option<OutgoingDoc> = live.store.get(id).await?;
    let webhook = webhook.filter(|webhook| webhook.hub == hub).ok_or_else(Error::not_found)?;
    Ok((handle, access, webhook))
}

/// The right is asked for again by the state that the change is made from.
async fn change(
    live: &Live,
    caller: &Caller,
    before: Option<OutgoingDoc>,
    after: Option<OutgoingDoc>,
) -> Result<()> {
    let hub = after.as_ref().or(before.as_ref()).map(|webhook| webhook.hub).ok_or_else(Error::not_found)?;
    prove::change(live, caller, hub, Needs::InHub(NEEDS), &[], move |draft| {
        draft.outgoing(before.clone(), after.clone());
        Ok(())
    })
    .await?;
    Ok(())
}

/// An address to which this server sends, as it is kept.
fn address(live: &Live, url: &str) -> Result<String> {
    let url = OutgoingUrl::parse(url)?;
    let service = live.outgoing.service.get().ok_or_else(Error::unavailable)?;
    let address = service.hosts.parse(url.as_str()).map_err(|why| Problem::field("url", why))?;
    Ok(address.as_str().to_owned())
}

/// What was chosen, each once and in the order of the documentation.
fn chosen(events: &[OutgoingEvent]) -> Result<Vec<OutgoingEvent>> {
    let choice = || OutgoingEvent::ALL.iter().filter(|event| event.is_chosen());
    if events.is_empty() || events.iter().any(|event| !event.is_chosen()) {
        let names: Vec<_> = choice().map(|event| event.name()).collect();
        return Err(Problem::field("events", format!("Choose some of these: {}.", names.join(", "))).into());
    }
    Ok(choice().filter(|event| events.contains(event)).copied().collect())
}

/// Channels that the caller can read, each once.
fn readable(live: &Live, access: &HubAccess, channels: &[ChannelId]) -> Result<Vec<ChannelId>> {
    let mut channels = channels.to_vec();
    channels.sort_unstable();
    channels.dedup();
    if channels.is_empty() {
        return Err(Problem::field("channels", "Name a channel, or leave it out for all.").into());
    }
    fits(channels.len(), live.settings.capacity.outgoing_channels, |most| {
        format!("A webhook may name {most} channels. Leave them out for all.")
    })?;
    for channel in &channels {
        access.channel(*channel, Permissions::HISTORY)?;
    }
    Ok(channels)
}

async fn view(live: &Live, hub: &HubHandle, webhook: &OutgoingDoc) -> Result<OutgoingWebhook> {
    let (now, structure) = (live.clock.now(), hub.structure());
    let member = hub.member(webhook.maker).await?;
    let allowed = webhook.is_allowed(&structure, member.as_deref(), now);
    let maker = User::clone(&*live.people.find(webhook.maker).await?);
    Ok(webhook.view(maker, allowed, now))
}

async fn with_secret(live: &Live, hub: &HubHandle, webhook: &OutgoingDoc) -> Result<OutgoingWebhookSecret> {
    let (secret, webhook) = (webhook.secret.clone(), view(live, hub, webhook).await?);
    Ok(OutgoingWebhookSecret { webhook, secret })
}
