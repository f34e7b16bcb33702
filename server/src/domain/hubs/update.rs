//! Changing a hub's settings.

use super::look::view_of;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::Result;
use hubbub_shared::Permissions;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::UpdateHub;
use hubbub_shared::text::HubName;

/// Renames a hub.
pub async fn update(app: &App, caller: &Caller, command: UpdateHub) -> Result<HubView> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::MANAGE_HUB).await?;
    let name = command.name.as_deref().map(HubName::parse).transpose()?;
    if let Some(name) = name {
        let caller = caller.clone();
        hub.change(&[caller.user], move |draft| {
            let proof = draft.access(&caller, Permissions::MANAGE_HUB)?;
            draft.structure(&proof).hub.name = name.to_string();
            Ok(())
        })
        .await?;
    }
    view_of(app, caller, hub.id()).await
}
