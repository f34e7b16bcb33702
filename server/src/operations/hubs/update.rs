//! Changing a hub's settings.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::UpdateHub;
use hubbub_shared::text::{HubDescription, HubName};

/// Gives a hub another name or description.
pub async fn update(live: &Live, caller: &Caller, command: UpdateHub) -> Result<HubView> {
    let name = command.name.as_deref().map(HubName::parse).transpose()?;
    let description = command.description.as_deref().map(HubDescription::parse).transpose()?;
    let needs = Needs::InHub(Permissions::MANAGE_HUB);
    prove::change(live, caller, command.hub, needs, &[], move |draft| {
        if let Some(name) = &name {
            draft.structure().hub.name = name.to_string();
        }
        if let Some(description) = &description {
            draft.structure().hub.description = description.to_string();
        }
        Ok(())
    })
    .await?;
    view_of(live, caller, command.hub).await
}
