//! The caller's devices, as web push reaches them. A device is a session; each has one subscription.

use crate::domain::caller::{Caller, PersonCaller};
use crate::domain::notifications::{SubscriptionDoc, subscriptions_of};
use crate::domain::sessions::SessionDoc;
use crate::error::{Error, Result};
use crate::live::{Live, notifier};
use crate::push::{Recipient, Service};
use crate::store::{Entity, FIRST_VERSION, unless_changed};
use hubbub_shared::Problem;
use hubbub_shared::model::{PushDevice, PushState, PushTest};
use hubbub_shared::protocol::command::SubscribePush;

/// Where the caller is told.
pub async fn push(live: &Live, caller: &Caller) -> Result<PushState> {
    state(live, caller.as_person()?).await
}

/// Tells the caller's device from now on.
pub async fn subscribe(live: &Live, caller: &Caller, command: SubscribePush) -> Result<PushState> {
    let (person, service) = (caller.as_person()?, service(live)?);
    let SubscribePush { endpoint, p256dh, auth } = command;
    let address = service.hosts.parse(&endpoint).ok_or_else(|| {
        Problem::field(
            "endpoint",
            "This is no push service that the server knows. Its owner can name it: HUBBUB_PUSH_HOSTS.",
        )
    })?;
    Recipient::parse(address, &p256dh, &auth).ok_or_else(|| {
        Problem::field("p256dh", "Give both keys of the browser's subscription, as it gives them.")
    })?;
    let new = SubscriptionDoc {
        session: person.session,
        version: FIRST_VERSION,
        user: person.user,
        endpoint,
        p256dh,
        auth,
        key: service.key.public().to_owned(),
        since: live.clock.now(),
        last_taken_at: None,
    };
    store(live, &new).await?;
    state(live, person).await
}

/// In the place of the subscription that the device had. The same one again keeps what is known of it.
async fn store(live: &Live, new: &SubscriptionDoc) -> Result<()> {
    let replaced = live.store.update(new.id(), |known: &mut SubscriptionDoc| {
        let is_same = (&known.endpoint, &known.auth, &known.key) == (&new.endpoint, &new.auth, &new.key);
        if !is_same {
            *known = SubscriptionDoc { version: known.version, ..new.clone() };
        }
        Ok::<_, Error>(())
    });
    if replaced.await?.is_some() {
        return Ok(());
    }
    // Another call of the same device may be faster, with the same.
    Ok(unless_changed(live.store.insert(new).await)?)
}

/// Tells the caller's device no more.
pub async fn unsubscribe(live: &Live, caller: &Caller) -> Result<PushState> {
    let person = caller.as_person()?;
    live.store.delete::<SubscriptionDoc>(person.session).await?;
    state(live, person).await
}

/// Sends a notification to the caller's device.
pub async fn test(live: &Live, caller: &Caller) -> Result<PushTest> {
    let person = caller.as_person()?;
    notifier::test(live, person.user, person.session).await
}

fn service(live: &Live) -> Result<&Service> {
    live.push.get().ok_or_else(Error::unavailable)
}

async fn state(live: &Live, person: PersonCaller) -> Result<PushState> {
    let service = service(live)?;
    let mut devices = Vec::new();
    for known in subscriptions_of(&live.store, person.user).await? {
        let session: Option<SessionDoc> = live.store.get(known.session).await?;
        let address = service.hosts.parse(&known.endpoint).filter(|_| known.key == service.key.public());
        let (Some(session), Some(address)) = (session, address) else { continue };
        devices.push(PushDevice {
            name: session.name,
            service: address.host().to_owned(),
            since: known.since,
            current: known.session == person.session,
            last_taken_at: known.last_taken_at,
        });
    }
    Ok(PushState { public_key: service.key.public().to_owned(), devices })
}
