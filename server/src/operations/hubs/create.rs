//! Founding a hub.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::{hubs, members};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::hub::welcome_founder;
use crate::operations::prove;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::CreateHub;
use hubbub_shared::text::HubName;

/// Founds a hub with one category and `#general`, owned by the caller.
pub async fn create(live: &Live, caller: &Caller, command: CreateHub) -> Result<HubView> {
    let name = HubName::parse(&command.name)?;
    may_belong_to_another(live, caller).await?;
    let now = live.clock.now();
    let first_id = live.clock.next_id();
    let person = live.people.find(caller.user).await?;
    let (id, writes) = hubs::found(name, &prove::by(caller), &person, now, || live.clock.next_id())?;
    live.store.batch(writes).await?;
    live.new_facts.came(first_id);
    let hub = live.hubs.find(id).await?.ok_or_else(Error::unavailable)?;
    welcome_founder(live, &hub, caller.user).await?;
    view_of(live, caller, id).await
}

/// Refuses one hub too many.
pub async fn may_belong_to_another(live: &Live, caller: &Caller) -> Result<()> {
    let would_be = members::of_user(&live.store, caller.user).await?.len() + 1;
    let most = live.settings.capacity.hubs_of_a_person;
    fits(would_be, most, |most| format!("You are in {most} hubs, which is the most. Leave one first."))
}
