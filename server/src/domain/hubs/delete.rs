//! Deleting a hub.

use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::DeleteHub;

/// Deletes a hub with everything in it.
pub async fn delete(app: &App, caller: &Caller, command: DeleteHub) -> Result<()> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::NONE).await?;
    let owner = caller.clone();
    hub.change(&[owner.user], move |draft| {
        let proof = draft.access(&owner, Permissions::NONE)?;
        if !proof.is_owner() {
            return Err(Error::forbidden("Only the owner can delete a hub."));
        }
        draft.delete_hub(&proof);
        Ok(())
    })
    .await
}
