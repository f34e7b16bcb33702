//! From a token to who is asking.

use crate::domain::api_keys::{self, ApiKeyDoc};
use crate::domain::applications::{self, ApplicationDoc};
use crate::domain::caller::{Caller, CallerKind};
use crate::domain::sessions::{self, SessionDoc};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::StoreError;
use hubbub_shared::{ErrorCode, Timestamp, UserId};

/// A session's use is written down at most this often.
const TOUCH_MS: i64 = 5 * 60 * 1000;

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
    let (key, now) = (api_keys::by_token_hash(&live.store, hash).await?, live.clock.now());
    let key = key.filter(|key| key.is_opened_by(hash, now)).ok_or_else(|| {
        Error::rejected(
            ErrorCode::NotSignedIn,
            "This API key has ended, or was given another token. Make a new one.",
        )
    })?;
    must_be_welcome(live, key.user, now).await?;
    note_use(live, &key, now).await;
    Ok(Caller::key(key.user, key.scope, key.id, key.hub))
}

/// A bot is welcome as long as it is, and its owner, too.
async fn authenticate_bot(live: &Live, hash: &str) -> Result<Caller> {
    let (found, now) = (applications::by_token_hash(&live.store, hash).await?, live.clock.now());
    let found = found.filter(|application| application.token.is_opened_by(hash, now));
    let application = found.ok_or_else(|| {
        Error::rejected(
            ErrorCode::NotSignedIn,
            "This token of a bot is over: there is another, or the application was deleted.",
        )
    })?;
    must_be_welcome(live, application.owner, now).await?;
    must_be_welcome(live, application.id.bot(), now).await?;
    note_use_of_bot(live, &application, now).await;
    Ok(Caller::bot(application.id))
}

/// Refused unless there is such an account, and it is not suspended.
async fn must_be_welcome(live: &Live, user: UserId, now: Timestamp) -> Result<()> {
    let person: Option<Person> = live.store.get(user).await?;
    let person = person.filter(|person| person.must_be_there().is_ok()).ok_or_else(not_signed_in)?;
    person.may_sign_in(now)
}

/// Not worth failing a request for.
async fn note_use_of_bot(live: &Live, application: &ApplicationDoc, now: Timestamp) {
    if application.last_used_at.is_some_and(|used| now < used.plus_ms(TOUCH_MS)) {
        return;
    }
    match live.store.replace(&ApplicationDoc { last_used_at: Some(now), ..application.clone() }).await {
        Ok(_) | Err(StoreError::Changed { .. }) => {}
        Err(error) => tracing::warn!(%error, "writing down that a bot is there"),
    }
}

/// Not worth failing a request for.
async fn note_use(live: &Live, key: &ApiKeyDoc, now: Timestamp) {
    if key.last_used_at.is_some_and(|used| now < used.plus_ms(TOUCH_MS)) {
        return;
    }
    match live.store.replace(&ApiKeyDoc { last_used_at: Some(now), ..key.clone() }).await {
        Ok(_) | Err(StoreError::Changed { .. }) => {}
        Err(error) => tracing::warn!(%error, "writing down that a key is used"),
    }
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

/// Being used keeps a session alive. Not worth failing a request for.
async fn touch(live: &Live, session: &SessionDoc) {
    let now = live.clock.now();
    if now < session.last_used_at.plus_ms(TOUCH_MS) {
        return;
    }
    let expires_at = now.plus_ms(live.settings.capacity.session_unused_ms);
    let used = SessionDoc { last_used_at: now, expires_at, ..session.clone() };
    match live.store.replace(&used).await {
        Ok(_) | Err(StoreError::Changed { .. }) => {}
        Err(error) => tracing::warn!(%error, "writing down that a session is used"),
    }
}

fn not_signed_in() -> Error {
    Error::rejected(ErrorCode::NotSignedIn, "This session has ended. Sign in again.")
}
