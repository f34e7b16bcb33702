//! From a token to who is asking.

use crate::domain::api_keys::{self, ApiKeyDoc};
use crate::domain::applications::{self, ApplicationDoc};
use crate::domain::caller::{Caller, CallerKind};
use crate::domain::sessions::{self, SessionDoc};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::last_used;
use hubbub_shared::{ErrorCode, Timestamp, UserId};

/// Who holds this token; refused when there is no such session, or it has ended. Read from the store each time,
/// so that an ended session is over at once, on every node.
pub async fn authenticate_token(live: &Live, token: &str) -> Result<Caller> {
    if let Some(hash) = api_keys::hash(token) {
        return authenticate_key(live, &hash).await;
    }
    if let Some(hash) = applications::hash(token) {
        return authenticate_bot(live, &hash).await;
    }
    let hash = sessions::hash(token).ok_or_else(not_signed_in)?;
    let session = sessions::by_token_hash(&live.store, &hash).await?.ok_or_else(not_signed_in)?;
    if session.expires_at <= live.clock.now() {
        return Err(not_signed_in());
    }
    if session.suspended == Some(true) {
        return Err(why_suspended(live, &session).await?);
    }
    touch(live, &session).await;
    Ok(Caller::person(session.user, session.id))
}

/// The person is looked at each time, too: a key is good as long as they may sign in.
async fn authenticate_key(live: &Live, hash: &str) -> Result<Caller> {
    let (key, now) = (sessions::by_rotating_hash::<ApiKeyDoc>(&live.store, hash).await?, live.clock.now());
    let key = key.filter(|key| key.is_opened_by(hash, now)).ok_or_else(|| {
        Error::rejected(
            ErrorCode::NotSignedIn,
            "This API key has ended, or was given another token. Make a new one.",
        )
    })?;
    must_be_welcome(live, key.user, now).await?;
    let caller = Caller::key(key.user, key.scope, key.id, key.hub);
    last_used::note(live, key.last_used_at, |now| ApiKeyDoc { last_used_at: Some(now), ..key }).await;
    Ok(caller)
}

/// A bot is welcome as long as it is, and its owner, too.
async fn authenticate_bot(live: &Live, hash: &str) -> Result<Caller> {
    let (found, now) =
        (sessions::by_rotating_hash::<ApplicationDoc>(&live.store, hash).await?, live.clock.now());
    let found = found.filter(|application| application.token.is_opened_by(hash, now));
    let application = found.ok_or_else(|| {
        Error::rejected(
            ErrorCode::NotSignedIn,
            "This token of a bot is over: there is another, or the application was deleted.",
        )
    })?;
    must_be_welcome(live, application.owner, now).await?;
    must_be_welcome(live, application.id.bot(), now).await?;
    let caller = Caller::bot(application.id);
    let used = application.last_used_at;
    last_used::note(live, used, |now| ApplicationDoc { last_used_at: Some(now), ..application }).await;
    Ok(caller)
}

/// Refused unless there is such an account, and it is not suspended.
async fn must_be_welcome(live: &Live, user: UserId, now: Timestamp) -> Result<()> {
    let person: Option<Person> = live.store.get(user).await?;
    let person = person.filter(|person| person.must_be_there().is_ok()).ok_or_else(not_signed_in)?;
    person.may_sign_in(now)
}

/// Refused when the caller's session has ended meanwhile, or the application whose bot it is.
pub async fn must_be_live(live: &Live, caller: &Caller) -> Result<()> {
    if let CallerKind::Bot { application } = caller.kind {
        let application: Option<ApplicationDoc> = live.store.get(application).await?;
        return application.map(drop).ok_or_else(not_signed_in);
    }
    let session: Option<SessionDoc> = live.store.get(caller.as_person()?.session).await?;
    let session = session.filter(|session| session.suspended.is_none());
    session.map(drop).ok_or_else(not_signed_in)
}

/// What a device is told whose session ended because its person was suspended. Once they may sign in again, it is a session
/// that has ended like any other.
async fn why_suspended(live: &Live, session: &SessionDoc) -> Result<Error> {
    let person: Option<Person> = live.store.get(session.user).await?;
    match person.map(|person| person.may_sign_in(live.clock.now())) {
        Some(Err(refusal)) => Ok(refusal),
        _ => {
            live.store.delete::<SessionDoc>(session.id).await?;
            Ok(not_signed_in())
        }
    }
}

/// Being used keeps a session alive.
async fn touch(live: &Live, session: &SessionDoc) {
    last_used::note(live, Some(session.last_used_at), |now| {
        let expires_at = now.plus_ms(live.settings.capacity.session_unused_ms);
        SessionDoc { last_used_at: now, expires_at, ..session.clone() }
    })
    .await;
}

fn not_signed_in() -> Error {
    Error::rejected(ErrorCode::NotSignedIn, "This session has ended. Sign in again.")
}
