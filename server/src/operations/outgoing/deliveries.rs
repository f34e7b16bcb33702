//! What a webhook was sent, and having it sent once more.

use super::manage::find;
use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::outgoing::{self as store, DeliveryDoc};
use crate::error::{Error, Result};
use crate::live::{Live, outgoing};
use crate::operations::again;
use hubbub_shared::model::{Deliveries, Delivery, OutgoingEvent, Replay};
use hubbub_shared::protocol::command::{
    GetDeliveries, PingOutgoingWebhook, Redeliver, ReplayOutgoingWebhook,
};
use hubbub_shared::{ChannelId, ErrorCode, OutgoingWebhookId, Permissions, Timestamp};
use std::collections::HashMap;

/// Events that are lined up once more in one write.
const PIECE: usize = 200;

/// Sends an event that tells nothing.
pub async fn ping(live: &Live, caller: &Caller, command: PingOutgoingWebhook) -> Result<Delivery> {
    let (_, _, webhook) = find(live, caller, command.hub, command.webhook).await?;
    if !webhook.is_sent_to() {
        return Err(Error::rejected(
            ErrorCode::Conflict,
            "The webhook is sent nothing at the moment. Have it go on first.",
        ));
    }
    let ping = DeliveryDoc::ping(webhook.id, webhook.hub, live.clock.next_id(), live.clock.now());
    outgoing::line_up(live, vec![ping.clone()]).await?;
    Ok(ping.view(None))
}

/// A page of what was sent, newest first. What happened where the caller may not read is left out.
pub async fn deliveries(live: &Live, caller: &Caller, command: GetDeliveries) -> Result<Deliveries> {
    let (_, access, webhook) = find(live, caller, command.hub, command.webhook).await?;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let before = place_of(live, webhook.id, command.before.as_deref()).await?;
    let mut page = store::page_before(&live.store, webhook.id, before.as_deref(), limit + 1).await?;
    let is_more = page.len() > limit;
    page.truncate(limit);
    let next = page.last().filter(|_| is_more).map(|last| last.event.clone());
    page.retain(|delivery| may_see(&access, delivery));
    let due = due_of(live, &page).await?;
    let view = |delivery: DeliveryDoc| {
        let due = due.get(&delivery.event).copied();
        delivery.view(due)
    };
    Ok(Deliveries { deliveries: page.into_iter().map(view).collect(), next })
}

/// Sends an event once more, or at once if it waits.
pub async fn redeliver(live: &Live, caller: &Caller, command: Redeliver) -> Result<Delivery> {
    let again = again::if_changed(async || {
        let (_, access, webhook) = find(live, caller, command.hub, command.webhook).await?;
        let found = store::delivery_of(&live.store, webhook.id, &command.event).await?;
        let found = found.filter(|found| may_see(&access, found)).ok_or_else(Error::not_found)?;
        let again = if found.lane.is_some() { found } else { found.again() };
        outgoing::line_up_again(live, std::slice::from_ref(&again)).await?;
        Ok(again)
    });
    let again = again.await?;
    let due = due_of(live, std::slice::from_ref(&again)).await?;
    let due = due.get(&again.event).copied();
    Ok(again.view(due))
}

/// Sends once more what happened after an event.
pub async fn replay(live: &Live, caller: &Caller, command: ReplayOutgoingWebhook) -> Result<Replay> {
    let (_, _, webhook) = find(live, caller, command.hub, command.webhook).await?;
    let most = live.settings.capacity.outgoing_replay;
    let mut after = place_of(live, webhook.id, command.after.as_deref()).await?;
    let mut events = 0;
    while events < most {
        let piece = PIECE.min(most - events);
        let found = again::if_changed(async || {
            let found = store::after(&live.store, webhook.id, after.as_deref(), piece).await?;
            let waits =
                |one: &DeliveryDoc| if one.lane.is_some() { one.clone() } else { one.clone().again() };
            let all: Vec<DeliveryDoc> = found.iter().map(waits).collect();
            if !all.is_empty() {
                outgoing::line_up_again(live, &all).await?;
            }
            Ok(all)
        });
        let found = found.await?;
        events += found.len();
        let Some(last) = found.last().filter(|_| found.len() == piece) else { break };
        after = Some(last.order.clone());
        if events >= most {
            let more = store::after(&live.store, webhook.id, after.as_deref(), 1).await?;
            let next = last.event.clone();
            return Ok(Replay { events: events as u64, next: (!more.is_empty()).then_some(next) });
        }
    }
    Ok(Replay { events: events as u64, next: None })
}

/// Where an event stands in the order of those of a webhook.
async fn place_of(live: &Live, webhook: OutgoingWebhookId, event: Option<&str>) -> Result<Option<String>> {
    let Some(event) = event else { return Ok(None) };
    let found = store::delivery_of(&live.store, webhook, event).await?.ok_or_else(Error::not_found)?;
    Ok(Some(found.order))
}

/// Whether somebody may know of what happened: what a receiver answers may repeat what it was sent.
fn may_see(access: &HubAccess, delivery: &DeliveryDoc) -> bool {
    match (delivery.kind, delivery.place) {
        (OutgoingEvent::AuditLogged, _) => access.permissions().contains(Permissions::VIEW_AUDIT_LOG),
        (OutgoingEvent::ChannelDeleted, _) | (_, None) => true,
        (_, Some(place)) => access.channel(ChannelId(place.0), Permissions::HISTORY).is_ok(),
    }
}

/// When those of a page are sent that are the first of their lanes.
async fn due_of(live: &Live, page: &[DeliveryDoc]) -> Result<HashMap<String, Timestamp>> {
    let mut due = HashMap::new();
    let Some(webhook) = page.iter().find(|delivery| delivery.lane.is_some()).map(|one| one.webhook) else {
        return Ok(due);
    };
    for lane in store::lanes_of(&live.store, webhook).await? {
        if page.iter().any(|delivery| delivery.lane.as_ref() == Some(&lane.id))
            && let Some(first) = store::first_in(&live.store, &lane.id).await?
        {
            due.insert(first.event, lane.due);
        }
    }
    Ok(due)
}
