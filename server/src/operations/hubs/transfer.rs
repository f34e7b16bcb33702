//! Handing a hub over.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Problem;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::TransferHub;

/// Makes another member the owner. The former owner keeps nothing but their roles.
pub async fn transfer(live: &Live, caller: &Caller, command: TransferHub) -> Result<HubView> {
    let (needs, heir) = (Needs::Ownership("Only the owner can hand over a hub."), command.owner);
    prove::change(live, caller, command.hub, needs, &[heir], move |draft| {
        if draft.member(heir).is_none() {
            return Err(Problem::field("owner", "The new owner must be a member of the hub.").into());
        }
        draft.structure().hub.owner = heir;
        Ok(())
    })
    .await?;
    view_of(live, caller, command.hub).await
}
