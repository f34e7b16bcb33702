//! Joining by an invite.

use super::look::expired;
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::hubs::Needs;
use crate::domain::invites as store;
use crate::domain::members;
use crate::domain::raid_shield::paused;
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::HubHandle;
use crate::live::Live;
use crate::operations::{hubs, prove};
use hubbub_shared::ErrorCode;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::JoinHub;

/// How often joining starts over because another server on the same database used the invite at the same moment.
const ATTEMPTS: usize = 50;

/// Joins. Who is a member already stays one, and the invite is not used up.
pub async fn join(live: &Live, caller: &Caller, command: JoinHub) -> Result<HubView> {
    for _ in 0..ATTEMPTS {
        let invite = store::find(&live.store, &command.code).await?.ok_or_else(Error::not_found)?;
        let hub = live.hubs.find(invite.hub).await?.ok_or_else(Error::not_found)?;
        if hub.member(caller.user).await?.is_none() {
            match enter(live, caller, &hub, &command.code).await {
                Err(Error::Rejected(problem)) if problem.code == ErrorCode::Conflict => continue,
                outcome => outcome?,
            }
        }
        return hubs::view_of(live, caller, hub.id()).await;
    }
    Err(Error::unavailable())
}

/// The use of the invite and the membership are stored together, or neither. Both are read in turn, or a crowd that
/// comes by one invite would undo each other's use of it.
async fn enter(live: &Live, caller: &Caller, hub: &HubHandle, code: &str) -> Result<()> {
    let _turn = hub.turn_to_join().await;
    if hub.member(caller.user).await?.is_some() {
        return Ok(());
    }
    let invite = store::find(&live.store, code).await?.ok_or_else(Error::not_found)?;
    if !invite.is_good(live.clock.now()) {
        return Err(expired());
    }
    hubs::may_belong_to_another(live, caller).await?;
    let person: Option<Person> = live.store.get(caller.user).await?;
    let account_since = person.ok_or_else(Error::not_found)?.known_since();
    has_room(live, hub).await?;
    hold_off(live, caller, hub).await?;
    let (user, needs) = (caller.user, Needs::Invite { invite, account_since });
    hub.change(prove::by(caller), needs, &[], move |draft| match draft.member(user) {
        Some(_) => Ok(()),
        None => draft.admit(),
    })
    .await?;
    hub.note_join(live.clock.now());
    Ok(())
}

/// Refused while as many belong to the hub as the owner of the server allows.
async fn has_room(live: &Live, hub: &HubHandle) -> Result<()> {
    let most = live.server.limits().members_of_a_hub as usize;
    if most == 0 {
        return Ok(());
    }
    let would_be = members::count(&live.store, hub.id()).await? + 1;
    fits(usize::try_from(would_be).unwrap_or(usize::MAX), most, |most| {
        format!("This hub has {most} members, which is the most on this server.")
    })
}

/// When too many came within a minute, invites pause, from whoever is one too many on.
async fn hold_off(live: &Live, caller: &Caller, hub: &HubHandle) -> Result<()> {
    let (structure, now) = (hub.structure(), live.clock.now());
    let is_raid = structure.hub.raid_shield.is_too_many(hub.came_lately(now));
    if is_raid && structure.hub.pause_at(now).is_none() {
        tracing::info!(hub = %hub.id(), "too many come at once: invites pause");
        hub.change(prove::by(caller), Needs::Raid, &[], |draft| draft.pause_by_shield()).await?;
    }
    match is_raid {
        true => Err(paused()),
        false => Ok(()),
    }
}
