//! From a token to who is asking.

use crate::domain::caller::Caller;
use crate::domain::sessions::{self, SessionDoc};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::StoreError;
use hubbub_shared::ErrorCode;

/// A session's use is written down at most this often.
const TOUCH_MS: i64 = 5 * 60 * 1000;

/// Who holds this token; refused when there is no such session, or it has ended. Read from the store each time,
/// so that an ended session is over at once, on every node.
pub async fn authenticate_token(live: &Live, token: &str) -> Result<Caller> {
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

/// Refused when the caller's session has ended meanwhile.
pub async fn must_be_live(live: &Live, caller: &Caller) -> Result<()> {
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
