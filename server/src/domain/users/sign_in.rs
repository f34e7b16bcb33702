//! Somebody proved who they are: find them, or welcome them.

use super::store::{self, Person};
use crate::config::SignIn;
use crate::store::{StoreError, Write};
use crate::{App, Error, Result};
use hubbub_shared::UserId;
use serde::{Deserialize, Serialize};

/// Who says that they are who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Discord.
    Discord,
    /// This server, which takes any name.
    Local,
}

/// What a provider says about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub provider: Provider,
    /// Their id there; never changes.
    pub provider_id: String,
    /// Their name there.
    pub username: String,
    /// The name others see at first; theirs to change later.
    pub display_name: String,
    /// Address of a picture.
    pub avatar: Option<String>,
}

/// The person with this identity, made at the first sign-in. The same name is the same person with local
/// sign-in, as spelt the first time.
pub async fn sign_in(app: &App, identity: Identity) -> Result<UserId> {
    let person = match store::by_provider(app, &identity).await? {
        Some(person) => refresh(app, person, &identity).await?,
        None => welcome(app, &identity).await?,
    };
    let person = make_owner_if_due(app, person).await?;
    app.users.put(person.user());
    Ok(person.id)
}

/// People change their name and picture at the provider; the display name is theirs here.
async fn refresh(app: &App, person: Person, identity: &Identity) -> Result<Person> {
    let is_current = person.username == identity.username && person.avatar == identity.avatar;
    if is_current || identity.provider == Provider::Local {
        return Ok(person);
    }
    let change = |person: &mut Person| {
        person.username.clone_from(&identity.username);
        person.avatar.clone_from(&identity.avatar);
        Ok::<_, StoreError>(())
    };
    Ok(app.store.update(person.id, change).await?.unwrap_or(person))
}

/// Two first sign-ins at the same moment make one person: the index refuses the second.
async fn welcome(app: &App, identity: &Identity) -> Result<Person> {
    let person = Person::new(app, identity);
    match app.store.insert(&person).await {
        Ok(()) => Ok(person),
        Err(error) if store::is_identity_conflict(&error) => {
            let other = store::by_provider(app, identity).await?;
            other.ok_or_else(|| Error::from(anyhow::anyhow!("somebody exists and cannot be found")))
        }
        Err(error) => Err(error.into()),
    }
}

/// `OWNER_DISCORD_ID` owns the server, whoever did before; with local sign-in the first person does.
async fn make_owner_if_due(app: &App, person: Person) -> Result<Person> {
    if person.is_owner() || !may_own(app, &person) {
        return Ok(person);
    }
    match (store::owner(app).await?, person.provider) {
        (Some(_), Provider::Local) => Ok(person),
        (before, _) => crown(app, before, person).await,
    }
}

fn may_own(app: &App, person: &Person) -> bool {
    match (&app.config.sign_in, person.provider) {
        (SignIn::Discord(discord), Provider::Discord) => discord.owner.as_ref() == Some(&person.provider_id),
        (SignIn::Local { .. }, Provider::Local) => true,
        _ => false,
    }
}

/// A race leaves one owner: the index refuses the second, who is signed in all the same.
async fn crown(app: &App, before: Option<Person>, person: Person) -> Result<Person> {
    let owner = Person { global_owner: Some(true), ..person.clone() };
    let mut writes = Vec::new();
    if let Some(before) = before {
        writes.push(Write::replace(&Person { global_owner: None, ..before })?);
    }
    writes.push(Write::replace(&owner)?);
    match app.store.batch(writes).await {
        Ok(()) => Ok(Person { version: owner.version + 1, ..owner }),
        Err(error) if store::is_owner_conflict(&error) || matches!(error, StoreError::Changed { .. }) => {
            Ok(person)
        }
        Err(error) => Err(error.into()),
    }
}
