//! Changing one's own profile.

use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::hub::profile;
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use hubbub_shared::model::Me;
use hubbub_shared::protocol::command::UpdateMe;
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::text::DisplayName;

/// Changes what is given, and tells one's own devices and those who look at one's hubs.
pub async fn update_me(live: &Live, caller: &Caller, command: UpdateMe) -> Result<Me> {
    caller.as_person()?;
    let display_name = command.display_name.as_deref().map(DisplayName::parse).transpose()?;
    let rename = |person: &mut Person| {
        person.must_be_there()?;
        if let Some(name) = &display_name {
            person.display_name = name.as_str().to_owned();
        }
        Ok::<_, Error>(())
    };
    let person = live.store.update(caller.user, rename).await?.ok_or_else(Error::not_found)?;
    live.people.put(&person);
    announce_name(live, caller, &person).await?;
    Ok(person.me())
}

/// Tells one's own devices and those who look at one's hubs what one is called and looks like.
pub async fn announce(live: &Live, person: &Person) -> Result<()> {
    let (me, user) = (person.me(), person.user());
    live.bus.to_user(user.id, ServerFrame::Event(Event::User(UserEvent::MeUpdated(me))));
    for hub in live.hubs.of_user(user.id).await? {
        profile(live, &hub, &user);
    }
    Ok(())
}

/// The same of a new name, and has one found by it.
pub async fn announce_name(live: &Live, caller: &Caller, person: &Person) -> Result<()> {
    announce(live, person).await?;
    for hub in live.hubs.of_user(person.id).await? {
        find_by_new_name(caller, &hub).await;
    }
    Ok(())
}

/// In a hub that goes at this moment, or cannot be changed, one is found as before until one changes there.
async fn find_by_new_name(caller: &Caller, hub: &HubHandle) {
    let outcome = hub.change(prove::by(caller), Needs::Profile, &[], |draft| draft.rename()).await;
    if let Err(error) = outcome {
        tracing::warn!(hub = %hub.id(), "somebody is not found by their new name: {error}");
    }
}
