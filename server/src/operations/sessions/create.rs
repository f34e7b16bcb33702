//! Beginning a session.

use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::sessions::{self, Kind, SessionDoc, Token};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::{FIRST_VERSION, Write};
use hubbub_shared::model::SessionToken;
use hubbub_shared::{ErrorCode, Problem, SessionId, UserId};
use serde::Deserialize;

/// Letters of a name that somebody gives to what acts for them.
const NAME_CHARS: usize = 64;
/// How often it starts over because the same person signs in elsewhere, or is changed, at the same moment.
const ATTEMPTS: usize = 50;

/// Make a session for a program.
#[derive(Debug, Clone, Deserialize)]
pub struct CreateSession {
    /// What the program is, for the list of sessions.
    pub name: String,
}

/// Somebody signed in on a device of this name. Always a new session: one that was there before the sign-in
/// could be known to somebody else.
pub async fn sign_in(live: &Live, user: UserId, device: &str) -> Result<Token> {
    let mut known = sessions::of_user(&live.store, user, usize::MAX).await?;
    known.sort_by_key(|session| std::cmp::Reverse(session.last_used_at));
    for unused in known.iter().skip(live.settings.capacity.sessions_of_a_person - 1) {
        super::end::remove(live, unused.id).await?;
    }
    Ok(create(live, user, device).await?.1)
}

/// A session for a program, which acts for the caller. The token is shown this once.
pub async fn create_program(live: &Live, caller: &Caller, command: CreateSession) -> Result<SessionToken> {
    let (person, name) = (caller.as_person()?, parse_name(&command.name)?);
    let most = live.settings.capacity.sessions_of_a_person;
    let would_be = sessions::of_user(&live.store, person.user, most).await?.len() + 1;
    fits(would_be, most, |most| format!("You are signed in {most} times. End a session you do not need."))?;
    let (record, token) = create(live, person.user, &name).await?;
    Ok(SessionToken { session: record.view(Some(person.session)), token: token.reveal().to_owned() })
}

async fn create(live: &Live, user: UserId, name: &str) -> Result<(SessionDoc, Token)> {
    for _ in 0..ATTEMPTS {
        match try_create(live, user, name).await {
            Err(Error::Rejected(problem)) if problem.code == ErrorCode::Conflict => {}
            outcome => return outcome,
        }
    }
    Err(Error::unavailable())
}

/// The person is stored anew with it, so that nobody is signed in whose account ends at the same moment.
async fn try_create(live: &Live, user: UserId, name: &str) -> Result<(SessionDoc, Token)> {
    let (token, now) = (Token::random(Kind::Session)?, live.clock.now());
    let person: Option<Person> = live.store.get(user).await?;
    let person = person.ok_or_else(Error::not_found)?;
    person.may_sign_in(now)?;
    let record = SessionDoc {
        id: SessionId(live.clock.next_id()),
        version: FIRST_VERSION,
        user,
        name: name.to_owned(),
        token_hash: token.hash(),
        created_at: now,
        last_used_at: now,
        expires_at: now.plus_ms(live.settings.capacity.session_unused_ms),
        suspended: None,
    };
    live.store.batch(vec![Write::insert(&record)?, Write::replace(&person)?]).await?;
    Ok((record, token))
}

/// A name for a program, with single blanks.
pub(in crate::operations) fn parse_name(raw: &str) -> Result<String> {
    let name = raw.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let name = name.collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        1..=NAME_CHARS => Ok(name),
        _ => Err(Problem::field("name", format!("name needs 1 to {NAME_CHARS} characters.")).into()),
    }
}
