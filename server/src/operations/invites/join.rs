//! Joining by an invite.

use crate::domain::caller::Caller;
use crate::domain::invites::{self as store, expired};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::{Guest, Live};
use crate::operations::{hubs, prove};
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::JoinHub;

/// Joins. Who is a member already stays one, and the invite is not used up.
pub async fn join(live: &Live, caller: &Caller, command: JoinHub) -> Result<HubView> {
    let invite = store::find(&live.store, &command.code).await?.ok_or_else(Error::not_found)?;
    let hub = live.hubs.find(invite.hub).await?.ok_or_else(Error::not_found)?;
    if hub.member(caller.user).await?.is_none() {
        if !invite.is_good(live.clock.now()) {
            return Err(expired());
        }
        hubs::may_belong_to_another(live, caller.user).await?;
        let person: Option<Person> = live.store.get(caller.user).await?;
        let account_since = person.ok_or_else(Error::not_found)?.known_since();
        hub.come(Guest { by: prove::by(caller), code: command.code, account_since }).await?;
    }
    hubs::view_of(live, caller, hub.id()).await
}
