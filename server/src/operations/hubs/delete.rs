//! Deleting a hub.

use crate::domain::caller::Caller;
use crate::domain::hubs::{Draft, Needs};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::protocol::command::DeleteHub;

/// Deletes a hub with everything in it.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteHub) -> Result<()> {
    let needs = Needs::Ownership("Only the owner can delete a hub.");
    prove::change(live, caller, command.hub, needs, &[], Draft::delete_hub).await?;
    Ok(())
}
