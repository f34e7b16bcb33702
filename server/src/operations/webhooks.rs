//! Webhooks: made, listed, changed, given another token, deleted. What they post is in `messages/post.rs`.

use super::{again, prove};
use crate::domain::access::ChannelAccess;
use crate::domain::caller::Caller;
use crate::domain::capacity::{Capacity, fits};
use crate::domain::sessions::{Kind, Token};
use crate::domain::webhooks::{self as store, WebhookDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::FIRST_VERSION;
use hubbub_shared::model::{User, Webhook, WebhookToken, Webhooks};
use hubbub_shared::protocol::command::{
    CreateWebhook, DeleteWebhook, GetWebhooks, RotateWebhook, UpdateWebhook,
};
use hubbub_shared::text::WebhookName;
use hubbub_shared::{ChannelId, HubId, Permissions, WebhookId};

/// What it takes, in the channel.
const NEEDS: Permissions = Permissions::MANAGE_WEBHOOKS;

/// Those of channels where the caller manages them.
pub async fn list(live: &Live, caller: &Caller, command: GetWebhooks) -> Result<Webhooks> {
    let (_, access) = prove::anywhere(live, caller, command.hub, NEEDS).await?;
    let manages = |channel: ChannelId| access.channel(channel, NEEDS).is_ok();
    let mut webhooks = Vec::new();
    for webhook in store::all_of_hub(&live.store, command.hub).await? {
        if manages(webhook.channel) {
            webhooks.push(view(live, &webhook).await?);
        }
    }
    Ok(Webhooks { webhooks })
}

/// A new webhook. Its token is shown this once.
pub async fn create(live: &Live, caller: &Caller, command: CreateWebhook) -> Result<WebhookToken> {
    let (hub, _) = prove::channel(live, caller, command.channel, NEEDS).await?;
    let name = WebhookName::parse(&command.name)?.into();
    let all = store::all_of_hub(&live.store, hub.id()).await?;
    fits(all.len() + 1, live.settings.capacity.webhooks, |most| {
        format!("A hub may have {most} webhooks. Delete one first.")
    })?;
    may_be_another(&all, command.channel, &live.settings.capacity)?;
    let token = Token::random(Kind::Webhook)?;
    let webhook = WebhookDoc {
        id: WebhookId(live.clock.next_id()),
        version: FIRST_VERSION,
        hub: hub.id(),
        channel: command.channel,
        name,
        maker: caller.user,
        prefix: token.prefix().to_owned(),
        token_hash: token.hash(),
        created_at: live.clock.now(),
        last_used_at: None,
    };
    change(live, caller, command.channel, None, Some(webhook.clone())).await?;
    with_token(live, &webhook, &token).await
}

/// Another name, or another channel.
pub async fn update(live: &Live, caller: &Caller, command: UpdateWebhook) -> Result<Webhook> {
    let name = command.name.as_deref().map(WebhookName::parse).transpose()?;
    let changed = again::if_changed(async || {
        let (before, access) = find(live, caller, command.hub, command.webhook).await?;
        let mut after = before.clone();
        if let Some(name) = &name {
            after.name = name.to_string();
        }
        if let Some(channel) = command.channel.filter(|channel| *channel != before.channel) {
            access.hub().channel(channel, NEEDS)?;
            let all = store::all_of_hub(&live.store, command.hub).await?;
            may_be_another(&all, channel, &live.settings.capacity)?;
            after.channel = channel;
        }
        if after != before {
            change(live, caller, after.channel, Some(before), Some(after.clone())).await?;
        }
        Ok(after)
    });
    view(live, &changed.await?).await
}

/// Another token. The address with the one before leads nowhere at once: a leaked one is why this is asked for.
pub async fn rotate(live: &Live, caller: &Caller, command: RotateWebhook) -> Result<WebhookToken> {
    let token = Token::random(Kind::Webhook)?;
    let changed = again::if_changed(async || {
        let (before, _) = find(live, caller, command.hub, command.webhook).await?;
        let after = before.rotated(&token);
        change(live, caller, before.channel, Some(before), Some(after.clone())).await?;
        Ok(after)
    });
    with_token(live, &changed.await?, &token).await
}

/// Ends a webhook. Its messages stay.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteWebhook) -> Result<()> {
    again::if_changed(async || {
        let (before, _) = find(live, caller, command.hub, command.webhook).await?;
        change(live, caller, before.channel, Some(before), None).await
    })
    .await
}

/// The webhook of this id and token: who comes by it is a program. Whatever is wrong with them, the answer is the same.
pub async fn authenticate(live: &Live, id: WebhookId, token: &str) -> Result<WebhookDoc> {
    let webhook: Option<WebhookDoc> = live.store.get(id).await?;
    webhook.filter(|webhook| webhook.is_opened_by(token)).ok_or_else(Error::not_found)
}

/// A webhook of a hub that the caller manages.
async fn find(
    live: &Live,
    caller: &Caller,
    hub: HubId,
    id: WebhookId,
) -> Result<(WebhookDoc, ChannelAccess)> {
    let (_, access) = prove::hub(live, caller, hub, Permissions::NONE).await?;
    let webhook: Option<WebhookDoc> = live.store.get(id).await?;
    let webhook = webhook.filter(|webhook| webhook.hub == hub).ok_or_else(Error::not_found)?;
    let access = access.channel(webhook.channel, NEEDS)?;
    Ok((webhook, access))
}

/// Where it is, or goes, the right is asked for again by the state that the change is made from.
async fn change(
    live: &Live,
    caller: &Caller,
    channel: ChannelId,
    before: Option<WebhookDoc>,
    after: Option<WebhookDoc>,
) -> Result<()> {
    prove::change_channel(live, caller, channel, NEEDS, move |draft| {
        if let Some(before) = &before {
            draft.proof()?.channel(before.channel, NEEDS)?;
        }
        draft.webhook(before.clone(), after.clone());
        Ok(())
    })
    .await?;
    Ok(())
}

fn may_be_another(all: &[WebhookDoc], channel: ChannelId, capacity: &Capacity) -> Result<()> {
    let here = all.iter().filter(|webhook| webhook.channel == channel).count();
    fits(here + 1, capacity.webhooks_of_a_channel, |most| {
        format!("A channel may have {most} webhooks. Delete one first.")
    })
}

async fn view(live: &Live, webhook: &WebhookDoc) -> Result<Webhook> {
    Ok(webhook.view(User::clone(&*live.people.find(webhook.maker).await?)))
}

async fn with_token(live: &Live, webhook: &WebhookDoc, token: &Token) -> Result<WebhookToken> {
    let (webhook, token) = (view(live, webhook).await?, token.reveal().to_owned());
    let path = format!("/api/webhooks/{}/{token}", webhook.id);
    Ok(WebhookToken { webhook, token, path })
}
