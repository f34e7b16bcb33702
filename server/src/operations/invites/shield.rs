//! The raid shield of a hub, and pausing invites by hand.

use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::hubs::{Draft, Needs};
use crate::domain::raid_shield::{PauseDoc, ShieldDoc};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::RaidShield;
use hubbub_shared::protocol::command::{GetRaidShield, PauseInvites, ResumeInvites, SetRaidShield};
use hubbub_shared::{HubId, Permissions, Problem};

/// What it takes to set the shield, and to pause and resume invites.
const TO_MANAGE: Needs = Needs::InHub(Permissions::MANAGE_HUB);

/// The settings, and the pause that is in force.
pub async fn look(live: &Live, caller: &Caller, command: GetRaidShield) -> Result<RaidShield> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::MANAGE_HUB).await?;
    Ok(view(&access))
}

/// Replaces the settings. A pause in force stays.
pub async fn set(live: &Live, caller: &Caller, command: SetRaidShield) -> Result<RaidShield> {
    change(live, caller, command.hub, move |draft| {
        let shield = ShieldDoc::set(&command, &draft.capacity())?;
        draft.structure().hub.raid_shield = shield;
        Ok(())
    })
    .await
}

/// Lets nobody in by an invite, from now on.
pub async fn pause(live: &Live, caller: &Caller, command: PauseInvites) -> Result<RaidShield> {
    let until = command.until;
    change(live, caller, command.hub, move |draft| {
        let now = draft.now();
        if until.is_some_and(|until| until <= now) {
            return Err(Problem::field("until", "A pause ends in the future, or without until never.").into());
        }
        draft.structure().hub.invites_paused = Some(PauseDoc { since: now, until, is_raid: false });
        Ok(())
    })
    .await
}

/// Lets people in again. Those who were too many are forgotten: the next minute counts anew.
pub async fn resume(live: &Live, caller: &Caller, command: ResumeInvites) -> Result<RaidShield> {
    let (hub, _) = prove::hub(live, caller, command.hub, Permissions::MANAGE_HUB).await?;
    let shield = change(live, caller, command.hub, |draft| {
        draft.structure().hub.invites_paused = None;
        Ok(())
    })
    .await?;
    hub.forget_joins();
    Ok(shield)
}

async fn change(
    live: &Live,
    caller: &Caller,
    hub: HubId,
    make: impl FnMut(&mut Draft) -> Result<()> + Send + 'static,
) -> Result<RaidShield> {
    prove::change(live, caller, hub, TO_MANAGE, &[], make).await?;
    look(live, caller, GetRaidShield { hub }).await
}

fn view(access: &HubAccess) -> RaidShield {
    let hub = &access.structure().hub;
    hub.raid_shield.view(hub.pause_at(access.now()))
}
