//! From a token to who is asking.

use super::store::{Record, by_token_hash};
use super::{create::LIFETIME_MS, token};
use crate::domain::caller::Caller;
use crate::store::StoreError;
use crate::{App, Error, Result};
use hubbub_shared::ErrorCode;

/// A session's use is written down at most this often.
const TOUCH_MS: i64 = 5 * 60 * 1000;

/// Who holds this token; refused when there is no such session, or it has ended. Read from the store each time,
/// so that an ended session is over at once, on every node.
pub async fn authenticate_token(app: &App, token: &str) -> Result<Caller> {
    let hash = token::hash(token).ok_or_else(not_signed_in)?;
    let session = by_token_hash(app, &hash).await?.ok_or_else(not_signed_in)?;
    if session.expires_at <= app.clock.now() {
        return Err(not_signed_in());
    }
    touch(app, &session).await;
    Ok(Caller::person(session.user, session.id))
}

/// Refused when the caller's session has ended meanwhile.
pub async fn must_be_live(app: &App, caller: &Caller) -> Result<()> {
    let session: Option<Record> = app.store.get(caller.session).await?;
    session.map(drop).ok_or_else(not_signed_in)
}

/// Being used keeps a session alive. Not worth failing a request for.
async fn touch(app: &App, session: &Record) {
    let now = app.clock.now();
    if now < session.last_used_at.plus_ms(TOUCH_MS) {
        return;
    }
    let used = Record { last_used_at: now, expires_at: now.plus_ms(LIFETIME_MS), ..session.clone() };
    match app.store.replace(&used).await {
        Ok(_) | Err(StoreError::Changed { .. }) => {}
        Err(error) => tracing::warn!(%error, "writing down that a session is used"),
    }
}

fn not_signed_in() -> Error {
    Error::rejected(ErrorCode::NotSignedIn, "This session has ended. Sign in again.")
}
