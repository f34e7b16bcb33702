//! Letting a new device in: what it asks and what it is answered goes by way of the server, which can forge neither.

use super::device::own;
use crate::domain::caller::Caller;
use crate::domain::dms::{self, LinkingDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use dm_wire::ids::DeviceId;
use dm_wire::linking::{LinkRequest, LinkWelcome};
use hubbub_shared::model::DmLinking;
use hubbub_shared::protocol::command::{AnswerDmLinking, AskDmLinking};
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::{Problem, UserId};

/// Devices that ask at the same time.
const MOST: usize = 8;

/// A device that is none yet asks the others.
pub async fn ask(live: &Live, caller: &Caller, command: AskDmLinking) -> Result<()> {
    let user = caller.as_person()?.user;
    let request: LinkRequest = dms::parse("request", &command.request)?;
    if request.user != user {
        return Err(Problem::field("request", "It asks somebody else.").into());
    }
    let device = request.entry.keys.id();
    change(live, user, device, |linking| linking.request = Some(command.request.clone())).await
}

/// What is asked and answered now.
pub async fn look(live: &Live, caller: &Caller) -> Result<DmLinking> {
    let (user, now) = (caller.as_person()?.user, live.clock.now());
    let found = dms::linking_of(&live.store, user, MOST).await?;
    let found: Vec<_> = found.into_iter().filter(|linking| linking.expires_at > now).collect();
    let requests = found.iter().filter_map(|linking| linking.request.clone()).collect();
    Ok(DmLinking { requests, welcomes: found.into_iter().filter_map(|linking| linking.welcome).collect() })
}

/// A device answers one that it has let in.
pub async fn answer(live: &Live, caller: &Caller, command: AnswerDmLinking) -> Result<()> {
    let own = own(live, caller).await?;
    let welcome: LinkWelcome = dms::parse("welcome", &command.welcome)?;
    if welcome.user != own.by.user {
        return Err(Problem::field("welcome", "It answers somebody else.").into());
    }
    change(live, own.by.user, welcome.device, |linking| linking.welcome = Some(command.welcome.clone())).await
}

/// Keeps one more thing of a device that asks, and tells the others to look.
async fn change(live: &Live, user: UserId, device: DeviceId, change: impl Fn(&mut LinkingDoc)) -> Result<()> {
    let fresh = LinkingDoc::new(user, device, live.clock.now());
    let keep = |linking: &mut LinkingDoc| {
        change(linking);
        linking.expires_at = fresh.expires_at;
        Ok::<_, Error>(())
    };
    if live.store.update(&fresh.id, keep).await?.is_none() {
        let waiting = dms::linking_of(&live.store, user, MOST).await?;
        if waiting.len() >= MOST {
            // The oldest ones are forgotten; who still wants in asks again.
            live.store.delete_all(dms::all_linking_of(user)).await?;
        }
        let mut linking = fresh.clone();
        change(&mut linking);
        live.store.insert(&linking).await.map_err(|error| match error.is_failure() {
            true => error.into(),
            false => Error::unavailable(),
        })?;
    }
    live.bus.to_user(user, ServerFrame::Event(Event::User(UserEvent::DmDevicesChanged { user })));
    Ok(())
}
