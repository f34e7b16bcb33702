//! Founding a hub.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::users::Person;
use crate::domain::{hubs, members};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::hub::welcome_founder;
use crate::operations::prove;
use crate::store::{StoreError, Write};
use hubbub_shared::model::{HubMakers, HubView};
use hubbub_shared::protocol::command::CreateHub;
use hubbub_shared::text::HubName;
use hubbub_shared::{HubId, UserId};

/// How often it starts over because the founder is changed at the same moment.
const ATTEMPTS: usize = 10;

/// Founds a hub with one category and `#general`, owned by the caller.
pub async fn create(live: &Live, caller: &Caller, command: CreateHub) -> Result<HubView> {
    let name = HubName::parse(&command.name)?;
    may_belong_to_another(live, caller.user).await?;
    let id = found(live, caller, &name).await?;
    let hub = live.hubs.find(id).await?.ok_or_else(Error::unavailable)?;
    welcome_founder(live, &hub, caller.user).await?;
    view_of(live, caller, id).await
}

/// The founder is stored anew with it: nobody whose account ends at the same moment owns a hub.
async fn found(live: &Live, caller: &Caller, name: &HubName) -> Result<HubId> {
    for _ in 0..ATTEMPTS {
        let founder: Option<Person> = live.store.get(caller.user).await?;
        let founder = founder.ok_or_else(Error::not_found)?;
        founder.must_be_there()?;
        may_found(live, &founder)?;
        let (first_id, by, now) = (live.clock.next_id(), prove::by(caller), live.clock.now());
        let (id, mut writes) = hubs::found(name.clone(), &by, &founder.user(), now, || live.clock.next_id())?;
        writes.push(Write::replace(&founder)?);
        match live.store.batch(writes).await {
            Ok(()) => {
                live.new_facts.came(first_id);
                return Ok(id);
            }
            Err(StoreError::Changed { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::unavailable())
}

fn may_found(live: &Live, founder: &Person) -> Result<()> {
    match live.server.now().hub_makers {
        HubMakers::Owner if !founder.is_owner() => {
            Err(Error::forbidden("Only the owner of this server makes hubs."))
        }
        HubMakers::Owner | HubMakers::Everyone => Ok(()),
    }
}

/// Refuses one hub too many.
pub async fn may_belong_to_another(live: &Live, user: UserId) -> Result<()> {
    let would_be = members::of_user(&live.store, user).await?.len() + 1;
    let most = match live.server.limits().hubs_of_a_person {
        0 => usize::MAX,
        most => most as usize,
    };
    fits(would_be, most, |most| {
        let hubs = if most == 1 { "1 hub".to_owned() } else { format!("{most} hubs") };
        format!("Nobody can be in more than {hubs} here. Leave one first.")
    })
}
