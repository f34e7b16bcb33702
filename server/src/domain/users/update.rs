//! Changing one's own profile.

use super::store::Person;
use crate::domain::caller::Caller;
use crate::domain::{hubs, members};
use crate::{App, Error, Result};
use hubbub_shared::model::Me;
use hubbub_shared::protocol::command::UpdateMe;
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::text::DisplayName;

/// Changes what is given, and tells one's own devices and those who look at one's hubs.
pub async fn update_me(app: &App, caller: &Caller, command: UpdateMe) -> Result<Me> {
    let display_name = command.display_name.as_deref().map(DisplayName::parse).transpose()?;
    let rename = |person: &mut Person| {
        if let Some(name) = &display_name {
            person.display_name = name.as_str().to_owned();
        }
        Ok::<_, Error>(())
    };
    let person = app.store.update(caller.user, rename).await?.ok_or_else(Error::not_found)?;
    app.users.put(person.user());
    announce(app, &person).await?;
    Ok(person.me())
}

async fn announce(app: &App, person: &Person) -> Result<()> {
    let (me, user) = (person.me(), person.user());
    app.relays.to_user(user.id, ServerFrame::Event(Event::User(UserEvent::MeUpdated(me))));
    for hub in members::hubs_in_use(app, user.id).await? {
        hubs::profile(app, &hub, &user);
    }
    Ok(())
}
