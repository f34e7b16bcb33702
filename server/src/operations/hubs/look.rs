//! Looking at hubs.

use crate::domain::caller::Caller;
use crate::domain::hubs::Sight;
use crate::domain::members::MemberDoc;
use crate::error::Result;
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use hubbub_shared::model::{Hub, HubView};
use hubbub_shared::protocol::command::GetHub;
use hubbub_shared::{HubId, Permissions};

/// The hub with the categories and channels that the caller can see.
pub async fn look(live: &Live, caller: &Caller, command: GetHub) -> Result<HubView> {
    view_of(live, caller, command.hub).await
}

/// The caller's hubs, in the order they were joined.
pub async fn list(live: &Live, caller: &Caller) -> Result<Vec<Hub>> {
    let hubs = live.hubs.of_user(caller.user).await?;
    Ok(hubs.iter().map(|hub| hub.structure().hub.view()).collect())
}

/// The hub as the caller sees it now.
pub async fn view_of(live: &Live, caller: &Caller, hub: HubId) -> Result<HubView> {
    let (_, access) = prove::hub(live, caller, hub, Permissions::NONE).await?;
    let sight = Sight::of(access.structure(), access.member(), caller.scope, access.now());
    Ok(sight.view(&access.member().roles))
}

/// A hub in the list of one's hubs: one that is closed is in it too, with the reason and nothing else. `None`: the caller
/// does not belong to it.
pub async fn view_in_list(live: &Live, caller: &Caller, hub: &HubHandle) -> Result<Option<HubView>> {
    let member = hub.member(caller.user).await?;
    let sight = |member: &MemberDoc| Sight::of(&hub.structure(), member, caller.scope, live.clock.now());
    Ok(member.map(|member| sight(&member).view(&member.roles)))
}
