//! Clearing away what is left of accounts that have ended, in the background: where they were members, how far they had
//! read, what was kept of their words. What they said goes by an order of its own ([`super::purges`]), once they are
//! nowhere any more and nothing of theirs can come after it.

use super::read_state::write_down_own;
use super::{Live, bots};
use crate::domain::access;
use crate::domain::applications::{self, ApplicationDoc};
use crate::domain::attachments::{self, AttachmentDoc};
use crate::domain::departures::{DEPARTURES, DepartureDoc};
use crate::domain::dms::{self, DmDeviceDoc, RecoveryDoc};
use crate::domain::hubs::{By, Needs};
use crate::domain::members::{self, MemberDoc};
use crate::domain::notifications::SettingsDoc;
use crate::domain::{
    api_keys, drafts, held, idempotency, notifications, read_state, saved_messages, scheduled_messages,
    sessions,
};
use crate::error::{Error, Result};
use crate::store::{Entity, Query, Write};
use hubbub_shared::{ApplicationId, HubId, UserId};
use std::time::Duration;

/// What could not be cleared away is tried again after this.
const PAUSE: Duration = Duration::from_secs(5);
/// What the audit logs of hubs say about why they left.
const REASON: &str = "The account was deleted.";

/// Clears away for ever, in the background: at the start what an earlier run left, then whatever ends.
pub fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move {
        loop {
            match all(&live).await {
                Ok(()) => live.departures.wait().await,
                Err(error) => {
                    tracing::warn!("what is left of an account is cleared away later: {error}");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    });
}

async fn all(live: &Live) -> Result<()> {
    for order in live.store.find::<DepartureDoc>(Query::on(&DEPARTURES, "_id")).await? {
        leave_hubs(live, &order).await?;
        end_bots(live, &order).await?;
        forget(live, order.user()).await?;
        // A call that was under way when the account ended may have let them in somewhere meanwhile.
        leave_hubs(live, &order).await?;
        finish(live, &order).await?;
    }
    Ok(())
}

async fn leave_hubs(live: &Live, order: &DepartureDoc) -> Result<()> {
    // Where they were once, too: a hub knows by what somebody was found who has left.
    for member in live.store.find::<MemberDoc>(members::all_of_user(order.user())).await? {
        match leave(live, order, member.hub).await {
            Err(Error::Rejected(problem)) if !problem.code.is_retryable() => {
                tracing::warn!(hub = %member.hub, "somebody whose account has ended does not leave: {problem}");
            }
            outcome => outcome?,
        }
    }
    Ok(())
}

async fn leave(live: &Live, order: &DepartureDoc, hub: HubId) -> Result<()> {
    let Some(hub) = live.hubs.find(hub).await? else { return Ok(()) };
    let by = By { caller: order.caller(), request: order.request() };
    hub.change(by, Needs::Departed(order.clone()), &[], |draft| {
        draft.because(Some(REASON))?;
        draft.depart()
    })
    .await
}

/// Their bots end with them. A bot's own application ends with it, if it was its account that was ended.
async fn end_bots(live: &Live, order: &DepartureDoc) -> Result<()> {
    for application in applications::all_of_owner(&live.store, order.user()).await? {
        let retired = access::retire(&order.caller(), &application, &order.request(), order.at())?;
        bots::end(live, &application, &retired).await?;
    }
    let own = ApplicationId(order.user().0);
    if live.store.delete::<ApplicationDoc>(own).await? {
        live.bus.session_ended(own.session());
    }
    Ok(())
}

async fn forget(live: &Live, user: UserId) -> Result<()> {
    // What is still in memory must not be written down after it.
    write_down_own(live).await;
    for query in [
        sessions::all_of_user(user),
        api_keys::all_of_user(user),
        idempotency::all_of_user(user),
        held::of_author(user),
        read_state::all_markers_of(user),
        read_state::all_mentions_of(user),
        notifications::all_of_user(user),
        saved_messages::all_of_user(user),
        drafts::all_of_user(user),
        scheduled_messages::all_of_user(user),
        notifications::all_watching_of(user),
        notifications::all_subscriptions_of(user),
        notifications::all_jobs_of(user),
    ] {
        live.store.delete_all(query).await?;
    }
    for file in live.store.find::<AttachmentDoc>(attachments::all_waiting_of(user)).await? {
        attachments::let_go_now(&live.store, file.id).await?;
    }
    live.let_go.came();
    live.store.delete::<SettingsDoc>(user).await?;
    forget_devices(live, user).await
}

/// What is kept for their devices. Their public keys stay: whoever keeps what they wrote has to be able to check it.
async fn forget_devices(live: &Live, user: UserId) -> Result<()> {
    // Nothing is being sent by them meanwhile.
    let _turn = live.dms.changing().await;
    for device in live.store.find::<DmDeviceDoc>(dms::all_devices_of(user)).await? {
        if let Some(id) = device.device() {
            live.store.delete_all(dms::prekeys_of(id)).await?;
            live.store.delete_all(dms::grants_to(id)).await?;
        }
    }
    let [keys, entries] = dms::all_backup_of(user);
    for query in [dms::all_devices_of(user), dms::all_linking_of(user), keys, entries] {
        live.store.delete_all(query).await?;
    }
    live.store.delete::<RecoveryDoc>(user).await?;
    Ok(())
}

/// The order is carried out, or handed on to those who delete messages: both or neither.
async fn finish(live: &Live, order: &DepartureDoc) -> Result<()> {
    let mut writes = vec![Write::delete::<DepartureDoc>(order.id(), None)];
    if let Some(purge) = order.purge() {
        writes.push(Write::insert(&purge)?);
    }
    live.store.batch(writes).await?;
    live.purges.came();
    Ok(())
}
