//! Posting a message by a webhook.

use super::clear::{self, Spoken, With};
use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked, Body, Committed};
use crate::domain::webhooks::{Post, WebhookDoc};
use crate::error::{Error, Result};
use crate::live::{Live, webhooks};
use crate::operations::last_used;
use crate::request_id;
use hubbub_shared::Problem;
use hubbub_shared::text::{Nonce, WebhookName};

/// Stores what a program posts as the webhook's, then announces it. The hub's rules look at it as at everybody's words.
pub async fn post(live: &Live, known: &WebhookDoc, post: Post, nonce: Option<Nonce>) -> Result<Committed> {
    let hub = live.hubs.find(known.hub).await?.ok_or_else(Error::not_found)?;
    let (webhook, access) = webhooks::prove(live, &hub, known.id).await?;
    if webhook.token_hash != known.token_hash {
        return Err(Error::not_found());
    }
    let body = Body::posted(&post.content, post.mentioned)?;
    let name = post.username.as_deref().map(called).transpose()?.unwrap_or_else(|| webhook.name.clone());
    let request = request_id::current();
    let with = With { nonce: nonce.as_ref(), reply: None, files: &[], webhook: Some(&name) };
    let words = match clear::to_send(live, &hub, &access, body, with, &request).await? {
        Spoken::Now(words) => words,
        Spoken::Before(committed) => return Ok(*committed),
    };
    let append = Append::Post { words, nonce, name };
    let asked = Asked { caller: Caller::webhook(webhook.id), append, request };
    let committed = live.places.of_channel(&hub, webhook.channel).append(asked).await?;
    last_used::note(live, webhook.last_used_at, |now| WebhookDoc { last_used_at: Some(now), ..webhook })
        .await;
    Ok(committed)
}

/// Under which name this one message stands.
fn called(raw: &str) -> Result<String> {
    let name = WebhookName::parse(raw);
    Ok(name
        .map_err(|problem| Problem::field("username", problem.message.replacen("name", "username", 1)))?
        .into())
}
