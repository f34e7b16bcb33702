//! The end of an account.

use crate::domain::access;
use crate::domain::caller::Caller;
use crate::domain::departures::DepartureDoc;
use crate::domain::identities::{self, IdentityDoc};
use crate::domain::sessions::{self, SessionDoc};
use crate::domain::users::Person;
use crate::domain::{hubs, members};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::hub::profile;
use crate::request_id;
use crate::store::{Entity, StoreError, Write};
use hubbub_shared::protocol::command::DeleteAccount;
use hubbub_shared::{ErrorCode, FieldError, Problem, SessionId, UserId};
use std::time::Duration;

/// How often it starts over because the person signs in, founds a hub or is given one at the same moment.
const ATTEMPTS: usize = 10;
/// The socket by which it was asked for gets its answer within this.
const LAST_ANSWER: Duration = Duration::from_millis(500);

/// Deletes the account of the caller, who says by their own name that they mean it.
pub async fn delete_account(live: &Live, caller: &Caller, command: DeleteAccount) -> Result<()> {
    let person: Option<Person> = live.store.get(caller.user).await?;
    let person = person.ok_or_else(Error::not_found)?;
    person.must_be_there()?;
    if person.is_owner() {
        return Err(Error::rejected(
            ErrorCode::Conflict,
            "You own this server. Its owner's account cannot be deleted: make somebody else the owner first.",
        ));
    }
    confirmed(&person, &command.name)?;
    let order = access::depart(caller, command.messages, &request_id::current(), live.clock.now())?;
    end(live, &order, &[]).await
}

/// Refused unless the name is the person's own.
pub fn confirmed(person: &Person, name: &str) -> Result<()> {
    if [&person.display_name, &person.username].iter().any(|own| **own == name.trim()) {
        return Ok(());
    }
    let message = format!("This is not the name of the account. Type {} to go on.", person.display_name);
    Err(Problem::field("name", message).into())
}

/// Ends an account: nobody can sign in as this person any more, and others see a former member. What is left to do is
/// stored with it, and so is what goes `along`.
pub async fn end(live: &Live, order: &DepartureDoc, along: &[Write]) -> Result<()> {
    for _ in 0..ATTEMPTS {
        if let Some(ended) = try_end(live, order, along).await? {
            tell(live, order, ended).await;
            return Ok(());
        }
    }
    Err(Error::unavailable())
}

/// The sessions that ended; `None`: the person changed at the same moment, which has to be looked at again.
async fn try_end(live: &Live, order: &DepartureDoc, along: &[Write]) -> Result<Option<Vec<SessionId>>> {
    let person: Option<Person> = live.store.get(order.user()).await?;
    let person = person.ok_or_else(Error::not_found)?;
    person.must_be_there()?;
    // After the person was read: whoever founds a hub or is given one is stored anew with it.
    owns_nothing(live, person.id).await?;
    let sessions: Vec<SessionDoc> = live.store.find(sessions::all_of_user(person.id)).await?;
    let mut writes = vec![Write::replace(&person.gone(order.at()))?, Write::insert(order)?];
    for identity in identities::of_user(&live.store, person.id).await? {
        writes.push(Write::delete::<IdentityDoc>(identity.id(), None));
    }
    writes.extend(sessions.iter().map(|session| Write::delete::<SessionDoc>(session.id(), None)));
    writes.extend(person.let_go()?);
    writes.extend_from_slice(along);
    match live.store.batch(writes).await {
        Ok(()) => Ok(Some(sessions.iter().map(|session| session.id).collect())),
        Err(StoreError::Changed { .. }) => Ok(None),
        // Somebody else ended it.
        Err(StoreError::Conflict { .. }) => Err(Error::not_found()),
        Err(error) => Err(error.into()),
    }
}

/// Refuses while the person owns hubs, and lists them. As they are stored: what is published may lag behind.
async fn owns_nothing(live: &Live, user: UserId) -> Result<()> {
    let mut owned = Vec::new();
    for member in members::of_user(&live.store, user).await? {
        let Some(hub) = hubs::find(&live.store, member.hub).await? else { continue };
        if hub.owner == user {
            owned.push(FieldError { path: hub.id.to_string(), message: hub.name });
        }
    }
    if owned.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = owned.iter().map(|hub| hub.message.as_str()).collect();
    let message = format!(
        "There are hubs that belong to this account: {}. Hand them over or delete them first.",
        names.join(", ")
    );
    Err(Problem { fields: owned, ..Problem::new(ErrorCode::Conflict, message) }.into())
}

/// Cannot fail: it is stored, and who cannot be told now finds out.
async fn tell(live: &Live, order: &DepartureDoc, ended: Vec<SessionId>) {
    let (user, by) = (order.user(), order.session());
    match live.store.get::<Person>(user).await {
        Ok(Some(gone)) => {
            live.people.put(&gone);
            match live.hubs.of_user(user).await {
                Ok(hubs) => hubs.iter().for_each(|hub| profile(live, hub, &gone.user())),
                Err(error) => tracing::warn!("the end of an account is not announced: {error}"),
            }
        }
        Ok(None) => {}
        Err(error) => tracing::warn!("the end of an account is not announced: {error}"),
    }
    live.departures.came();
    for session in ended {
        if session == by {
            // Its socket may be the one that is to be answered.
            let live = live.clone();
            actix_rt::spawn(async move {
                tokio::time::sleep(LAST_ANSWER).await;
                live.bus.session_ended(session);
            });
        } else {
            live.bus.session_ended(session);
        }
    }
}
