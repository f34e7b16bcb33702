//! Whether a webhook may post, by the state of this moment.

use super::common::Common;
use super::hub::HubState;
use crate::domain::access::{self, ChannelAccess};
use crate::domain::webhooks::WebhookDoc;
use crate::error::{Error, Result};
use hubbub_shared::{Permissions, WebhookId};

/// The webhook as it is stored now, and its right in its channel. It names everybody as long as its maker may do that there.
pub async fn prove(
    common: &Common,
    hub: &HubState,
    webhook: WebhookId,
) -> Result<(WebhookDoc, ChannelAccess)> {
    let stored: Option<WebhookDoc> = common.store.get(webhook).await?;
    let webhook = stored.ok_or_else(Error::not_found)?;
    let (maker, structure, now) = (hub.member(webhook.maker).await?, hub.structure(), common.clock.now());
    let mentions_all = maker.zip(structure.channel(webhook.channel)).is_some_and(|(maker, channel)| {
        let may = structure.permissions_in(channel, &maker, Permissions::ALL, now);
        may.contains(Permissions::MENTION_EVERYONE)
    });
    let access = access::by_webhook(&webhook, &structure, mentions_all, now)?;
    Ok((webhook, access))
}
