//! Keys with which programs act for a person: made, listed, given another token, ended. Only the person does any of it.

use super::{prove, sessions};
use crate::domain::api_keys::{self, ApiKeyDoc};
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::sessions::{Kind, Rotating, Token};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::{Entity, FIRST_VERSION, Write};
use hubbub_shared::model::{ApiKeyToken, ApiKeys};
use hubbub_shared::protocol::command::{CreateApiKey, DeleteApiKey, RotateApiKey};
use hubbub_shared::{ApiKeyId, Permissions, Problem, Timestamp};

/// Seconds that a key with an end lasts.
const LASTS_SECS: std::ops::RangeInclusive<u64> = 60..=366 * 24 * 60 * 60;

/// The caller's keys.
pub async fn list(live: &Live, caller: &Caller) -> Result<ApiKeys> {
    let (person, now) = (caller.as_person()?, live.clock.now());
    let keys: Vec<ApiKeyDoc> = live.store.find(api_keys::all_of_user(person.user)).await?;
    let is_good = |key: &&ApiKeyDoc| key.expires_at.is_none_or(|end| end > now);
    Ok(ApiKeys { keys: keys.iter().filter(is_good).map(|key| key.view(now)).collect() })
}

/// A new key. Its token is shown this once.
pub async fn create(live: &Live, caller: &Caller, command: CreateApiKey) -> Result<ApiKeyToken> {
    let (user, now) = (caller.as_person()?.user, live.clock.now());
    let (name, scope) = (sessions::parse_name(&command.name)?, command.scope & Permissions::KNOWN);
    if scope.is_empty() {
        return Err(Problem::field(
            "scope",
            "A key that may do nothing opens nothing: give it a permission.",
        )
        .into());
    }
    let expires_at = command.expires_in_secs.map(|secs| end(secs, now)).transpose()?;
    if let Some(hub) = command.hub {
        prove::hub(live, caller, hub, Permissions::NONE).await?;
    }
    let would_be = list(live, caller).await?.keys.len() + 1;
    fits(would_be, live.settings.capacity.api_keys_of_a_person, |most| {
        format!("You have {most} keys, which is the most. Delete one that you do not need.")
    })?;
    let token = Token::random(Kind::ApiKey)?;
    let key = ApiKeyDoc {
        id: ApiKeyId(live.clock.next_id()),
        version: FIRST_VERSION,
        user,
        name,
        token: Rotating::first(&token),
        scope,
        hub: command.hub,
        created_at: now,
        last_used_at: None,
        expires_at,
    };
    // With the person, so that nobody gets a key who is signed out everywhere, or whose account ends, at the same moment.
    let person: Option<Person> = live.store.get(user).await?;
    let person = person.ok_or_else(Error::not_found)?;
    person.may_sign_in(now)?;
    live.store.batch(vec![Write::insert(&key)?, Write::replace(&person)?]).await?;
    Ok(ApiKeyToken { key: key.view(now), token: token.reveal().to_owned() })
}

fn end(secs: u64, now: Timestamp) -> Result<Timestamp> {
    match i64::try_from(secs) {
        Ok(whole) if LASTS_SECS.contains(&secs) => Ok(now.plus_ms(whole * 1000)),
        _ => {
            let (least, most) = (LASTS_SECS.start(), LASTS_SECS.end());
            let message = format!("expires_in_secs is from {least} to {most}, or absent.");
            Err(Problem::field("expires_in_secs", message).into())
        }
    }
}

/// Another token for a key. The one it has is good for another day.
pub async fn rotate(live: &Live, caller: &Caller, command: RotateApiKey) -> Result<ApiKeyToken> {
    let (known, now) = (find(live, caller, command.key).await?, live.clock.now());
    let token = Token::random(Kind::ApiKey)?;
    let key = known.rotated(&token, now);
    live.store.replace(&key).await?;
    Ok(ApiKeyToken { key: key.view(now), token: token.reveal().to_owned() })
}

/// Ends a key.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteApiKey) -> Result<()> {
    let key = find(live, caller, command.key).await?;
    live.store.batch(vec![Write::delete::<ApiKeyDoc>(key.id(), None)]).await?;
    Ok(())
}

async fn find(live: &Live, caller: &Caller, id: ApiKeyId) -> Result<ApiKeyDoc> {
    let user = caller.as_person()?.user;
    let key: Option<ApiKeyDoc> = live.store.get(id).await?;
    key.filter(|key| key.user == user).ok_or_else(Error::not_found)
}
