//! Locking a hub: for a while, only those who moderate a channel write in it. Channels that are locked by themselves stay
//! so when the hub is unlocked.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::{LockHub, UnlockHub};
use hubbub_shared::{HubId, Permissions};

/// Locks a hub. What others send or edit in it is refused, and nothing of theirs is stored after the answer.
pub async fn lock(live: &Live, caller: &Caller, command: LockHub) -> Result<HubView> {
    set(live, caller, command.hub, true, command.reason).await
}

/// Unlocks a hub.
pub async fn unlock(live: &Live, caller: &Caller, command: UnlockHub) -> Result<HubView> {
    set(live, caller, command.hub, false, command.reason).await
}

async fn set(
    live: &Live,
    caller: &Caller,
    hub: HubId,
    locked: bool,
    reason: Option<String>,
) -> Result<HubView> {
    let needs = Needs::InHub(Permissions::MANAGE_MESSAGES);
    prove::change(live, caller, hub, needs, &[], move |draft| {
        draft.because(reason.as_deref())?;
        draft.structure().hub.locked = locked;
        Ok(())
    })
    .await?;
    view_of(live, caller, hub).await
}
