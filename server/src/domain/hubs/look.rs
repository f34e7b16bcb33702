//! Looking at hubs.

use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::domain::members;
use crate::error::Result;
use hubbub_shared::model::{Hub, HubView};
use hubbub_shared::protocol::command::GetHub;
use hubbub_shared::{HubId, Permissions};

/// The hub with the categories and channels that the caller can see.
pub async fn look(app: &App, caller: &Caller, command: GetHub) -> Result<HubView> {
    view_of(app, caller, command.hub).await
}

/// The caller's hubs, in the order they were joined.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Hub>> {
    let hubs = members::hubs_in_use(app, caller.user).await?;
    Ok(hubs.iter().map(|hub| hub.structure().hub.view()).collect())
}

/// The hub as the caller sees it now.
pub async fn view_of(app: &App, caller: &Caller, hub: HubId) -> Result<HubView> {
    let (_, access) = access::hub(app, caller, hub, Permissions::NONE).await?;
    Ok(access.structure.view(&access.member, caller.scope, access.now))
}
