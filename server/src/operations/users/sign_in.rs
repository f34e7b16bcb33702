//! Somebody proved who they are: find them, or welcome them.

use crate::domain::identities::{self, Identity, IdentityDoc, Provider};
use crate::domain::invites;
use crate::domain::users::{self, Person};
use crate::error::{Error, Result};
use crate::live::{Live, Owner};
use crate::store::{StoreError, Write};
use hubbub_shared::UserId;
use hubbub_shared::model::SignUps;

/// The person with this identity, made at the first sign-in. The same name is the same person with local
/// sign-in, as spelt the first time. `invite`: the code by which they want to come in somewhere.
pub async fn sign_in(live: &Live, identity: Identity, invite: Option<&str>) -> Result<UserId> {
    let person = match known(live, &identity).await? {
        Some(person) => {
            person.may_sign_in(live.clock.now())?;
            refresh(live, person, &identity).await?
        }
        None => {
            may_sign_up(live, &identity, invite).await?;
            welcome(live, &identity).await?
        }
    };
    let person = make_owner_if_due(live, person, &identity).await?;
    live.people.put(&person);
    Ok(person.id)
}

/// Refused while the owner of the server lets nobody come who is not here. The owner themselves always may.
async fn may_sign_up(live: &Live, identity: &Identity, invite: Option<&str>) -> Result<()> {
    let sign_ups = live.server.now().sign_ups;
    if sign_ups == SignUps::Everyone || is_to_be_owner(live, identity).await? {
        return Ok(());
    }
    let is_invited = match invite.filter(|_| sign_ups == SignUps::Invited) {
        Some(code) => is_good(live, code).await?,
        None => false,
    };
    match (is_invited, sign_ups) {
        (true, _) => Ok(()),
        (false, SignUps::Invited) => Err(Error::forbidden(
            "New accounts need an invite here. Open the invite you were given, and sign in from there.",
        )),
        (false, _) => Err(Error::forbidden("This server takes no new accounts now.")),
    }
}

async fn is_to_be_owner(live: &Live, identity: &Identity) -> Result<bool> {
    Ok(may_own(live, identity)
        && (identity.provider == Provider::Discord || users::owner(&live.store).await?.is_none()))
}

/// Whether an invite lets somebody in now.
async fn is_good(live: &Live, code: &str) -> Result<bool> {
    let now = live.clock.now();
    let Some(invite) = invites::find(&live.store, code).await? else { return Ok(false) };
    let Some(hub) = live.hubs.find(invite.hub).await? else { return Ok(false) };
    let structure = hub.structure();
    Ok(invite.is_good(now) && structure.must_be_open(now).is_ok() && structure.hub.pause_at(now).is_none())
}

/// The person to whom an identity leads. Whoever else leads to them is not asked.
async fn known(live: &Live, identity: &Identity) -> Result<Option<Person>> {
    let Some(found) = identities::find(&live.store, identity).await? else { return Ok(None) };
    let person: Option<Person> = live.store.get(found.user).await?;
    person.map(Some).ok_or_else(|| anyhow::anyhow!("the identity {} leads to nobody", found.id).into())
}

/// People change their name and picture at the provider; the display name is theirs here.
async fn refresh(live: &Live, person: Person, identity: &Identity) -> Result<Person> {
    let account_since = identity.account_since();
    let is_current = person.username == identity.username
        && person.avatar == identity.avatar
        && person.account_since == account_since;
    if is_current || identity.provider == Provider::Local {
        return Ok(person);
    }
    let change = |person: &mut Person| {
        person.must_be_there()?;
        person.username.clone_from(&identity.username);
        person.avatar.clone_from(&identity.avatar);
        person.account_since = account_since;
        Ok::<_, Error>(())
    };
    Ok(live.store.update(person.id, change).await?.unwrap_or(person))
}

/// Two first sign-ins at the same moment make one person: the identity is there once.
async fn welcome(live: &Live, identity: &Identity) -> Result<Person> {
    let person = Person::new(UserId(live.clock.next_id()), live.clock.now(), identity);
    let leads_here = IdentityDoc::new(identity, person.id, person.created_at);
    match live.store.batch(vec![Write::insert(&leads_here)?, Write::insert(&person)?]).await {
        Ok(()) => Ok(person),
        Err(error) if identities::is_taken(&error) => {
            let other = known(live, identity).await?;
            other.ok_or_else(|| Error::from(anyhow::anyhow!("somebody exists and cannot be found")))
        }
        Err(error) => Err(error.into()),
    }
}

/// `OWNER_DISCORD_ID` owns the server, whoever did before; with local sign-in the first person does.
async fn make_owner_if_due(live: &Live, person: Person, identity: &Identity) -> Result<Person> {
    if person.is_owner() || !may_own(live, identity) {
        return Ok(person);
    }
    match (users::owner(&live.store).await?, identity.provider) {
        (Some(_), Provider::Local) => Ok(person),
        (before, _) => crown(live, before, person).await,
    }
}

fn may_own(live: &Live, identity: &Identity) -> bool {
    match (&live.settings.owner, identity.provider) {
        (Owner::OfDiscord(owner), Provider::Discord) => owner.as_ref() == Some(&identity.subject),
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
