//! Somebody proved who they are: find them, or welcome them.

use crate::domain::users::{self, Identity, Person, Provider};
use crate::error::{Error, Result};
use crate::live::{Live, Owner};
use crate::store::{StoreError, Write};
use hubbub_shared::UserId;

/// The person with this identity, made at the first sign-in. The same name is the same person with local
/// sign-in, as spelt the first time.
pub async fn sign_in(live: &Live, identity: Identity) -> Result<UserId> {
    let person = match users::by_provider(&live.store, &identity).await? {
        Some(person) => refresh(live, person, &identity).await?,
        None => welcome(live, &identity).await?,
    };
    let person = make_owner_if_due(live, person).await?;
    live.people.put(person.user());
    Ok(person.id)
}

/// People change their name and picture at the provider; the display name is theirs here.
async fn refresh(live: &Live, person: Person, identity: &Identity) -> Result<Person> {
    let is_current = person.username == identity.username && person.avatar == identity.avatar;
    if is_current || identity.provider == Provider::Local {
        return Ok(person);
    }
    let change = |person: &mut Person| {
        person.username.clone_from(&identity.username);
        person.avatar.clone_from(&identity.avatar);
        Ok::<_, StoreError>(())
    };
    Ok(live.store.update(person.id, change).await?.unwrap_or(person))
}

/// Two first sign-ins at the same moment make one person: the index refuses the second.
async fn welcome(live: &Live, identity: &Identity) -> Result<Person> {
    let person = Person::new(UserId(live.clock.next_id()), live.clock.now(), identity);
    match live.store.insert(&person).await {
        Ok(()) => Ok(person),
        Err(error) if users::is_identity_conflict(&error) => {
            let other = users::by_provider(&live.store, identity).await?;
            other.ok_or_else(|| Error::from(anyhow::anyhow!("somebody exists and cannot be found")))
        }
        Err(error) => Err(error.into()),
    }
}

/// `OWNER_DISCORD_ID` owns the server, whoever did before; with local sign-in the first person does.
async fn make_owner_if_due(live: &Live, person: Person) -> Result<Person> {
    if person.is_owner() || !may_own(live, &person) {
        return Ok(person);
    }
    match (users::owner(&live.store).await?, person.provider) {
        (Some(_), Provider::Local) => Ok(person),
        (before, _) => crown(live, before, person).await,
    }
}

fn may_own(live: &Live, person: &Person) -> bool {
    match (&live.settings.owner, person.provider) {
        (Owner::OfDiscord(owner), Provider::Discord) => owner.as_ref() == Some(&person.provider_id),
        (Owner::FirstToSignIn, Provider::Local) => true,
        _ => false,
    }
}

/// A race leaves one owner: the index refuses the second, who is signed in all the same.
async fn crown(live: &Live, before: Option<Person>, person: Person) -> Result<Person> {
    let owner = Person { global_owner: Some(true), ..person.clone() };
    let mut writes = Vec::new();
    if let Some(before) = before {
        writes.push(Write::replace(&Person { global_owner: None, ..before })?);
    }
    writes.push(Write::replace(&owner)?);
    match live.store.batch(writes).await {
        Ok(()) => Ok(Person { version: owner.version + 1, ..owner }),
        Err(error) if users::is_owner_conflict(&error) || matches!(error, StoreError::Changed { .. }) => {
            Ok(person)
        }
        Err(error) => Err(error.into()),
    }
}
