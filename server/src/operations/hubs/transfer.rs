//! Handing a hub over.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::users::Person;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::TransferHub;
use hubbub_shared::{Permissions, Problem};

/// Makes another member the owner. The former owner keeps nothing but their roles.
pub async fn transfer(live: &Live, caller: &Caller, command: TransferHub) -> Result<HubView> {
    prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    let needs = Needs::Ownership("Only the owner can hand over a hub.");
    let heir: Option<Person> = live.store.get(command.owner).await?;
    prove::change(live, caller, command.hub, needs, &[command.owner], move |draft| match &heir {
        Some(heir) => draft.hand_over(heir),
        None => Err(Problem::field("owner", "The new owner must be a member of the hub.").into()),
    })
    .await?;
    view_of(live, caller, command.hub).await
}
