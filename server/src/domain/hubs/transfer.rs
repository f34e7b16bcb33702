//! Handing a hub over.

use super::look::view_of;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::TransferHub;
use hubbub_shared::{Permissions, Problem};

/// Makes another member the owner. The former owner keeps nothing but their roles.
pub async fn transfer(app: &App, caller: &Caller, command: TransferHub) -> Result<HubView> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::NONE).await?;
    let (owner, heir) = (caller.clone(), command.owner);
    hub.change(&[owner.user, heir], move |draft| {
        let proof = draft.access(&owner, Permissions::NONE)?;
        if !proof.is_owner() {
            return Err(Error::forbidden("Only the owner can hand over a hub."));
        }
        if draft.member(heir).is_none() {
            return Err(Problem::field("owner", "The new owner must be a member of the hub.").into());
        }
        draft.structure(&proof).hub.owner = heir;
        Ok(())
    })
    .await?;
    view_of(app, caller, hub.id()).await
}
