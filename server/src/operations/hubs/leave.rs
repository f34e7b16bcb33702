//! Leaving a hub.

use crate::domain::caller::Caller;
use crate::domain::hubs::{Draft, Needs};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::protocol::command::LeaveHub;

/// Leaves. A timeout stays with the hub, so coming back does not end it.
pub async fn leave(live: &Live, caller: &Caller, command: LeaveHub) -> Result<()> {
    caller.as_person()?;
    prove::change(live, caller, command.hub, Needs::Leaving, &[], Draft::leave).await?;
    Ok(())
}
