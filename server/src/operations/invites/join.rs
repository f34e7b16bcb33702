//! Joining by an invite.

use crate::domain::caller::Caller;
use crate::domain::invites::{self as store, expired};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::{Guest, HubHandle, Live};
use crate::operations::{hubs, prove};
use futures_util::future::try_join;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::JoinHub;
use hubbub_shared::{HubId, Permissions};
use std::sync::Arc;

/// Joins. Who is a member already stays one, and the invite is not used up.
pub async fn join(live: &Live, caller: &Caller, command: JoinHub) -> Result<HubView> {
    let hub = enter(live, caller, command).await?;
    hubs::view_of(live, caller, hub).await
}

/// The same, for a door that knows already what those see who come together. The hub, in which the caller is now.
pub async fn come_in(live: &Live, caller: &Caller, command: JoinHub) -> Result<Arc<HubHandle>> {
    let hub = enter(live, caller, command).await?;
    let (hub, _) = prove::hub(live, caller, hub, Permissions::NONE).await?;
    Ok(hub)
}

async fn enter(live: &Live, caller: &Caller, command: JoinHub) -> Result<HubId> {
    let invite = store::find(&live.store, &command.code).await?.ok_or_else(Error::not_found)?;
    let hub = live.hubs.find(invite.hub).await?.ok_or_else(Error::not_found)?;
    if hub.member(caller.user).await?.is_none() {
        if !invite.is_good(live.clock.now()) {
            return Err(expired());
        }
        let person = async { Ok(live.store.get::<Person>(caller.user).await?) };
        // Side by side: of a crowd, the store reads together what waits together.
        let ((), person) = try_join(hubs::may_belong_to_another(live, caller.user), person).await?;
        let account_since = person.ok_or_else(Error::not_found)?.known_since();
        hub.come(Guest { by: prove::by(caller), code: command.code, account_since }).await?;
    }
    Ok(hub.id())
}
