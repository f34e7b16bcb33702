//! Ending sessions. A live socket of the session hears of it through the [`Bus`](crate::live::Bus).

use crate::domain::caller::Caller;
use crate::domain::notifications::SubscriptionDoc;
use crate::domain::sessions::{self, SessionDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::SessionId;
use serde::Deserialize;

/// End one of one's own sessions.
#[derive(Debug, Clone, Deserialize)]
pub struct EndSession {
    /// The session that shall end.
    pub session: SessionId,
}

/// Ends a session of the caller, the current one too.
pub async fn end(live: &Live, caller: &Caller, command: EndSession) -> Result<()> {
    let person = caller.as_person()?;
    let session: Option<SessionDoc> = live.store.get(command.session).await?;
    match session {
        Some(session) if session.user == person.user => remove(live, session.id).await,
        _ => Err(Error::not_found()),
    }
}

/// Ends the session that this token proves, if there is one: signing out, and the old session at a new sign-in.
pub async fn end_token(live: &Live, token: &str) -> Result<()> {
    let Some(hash) = sessions::hash(token) else { return Ok(()) };
    match sessions::by_token_hash(&live.store, &hash).await? {
        Some(session) => remove(live, session.id).await,
        None => Ok(()),
    }
}

pub(super) async fn remove(live: &Live, session: SessionId) -> Result<()> {
    live.store.delete::<SessionDoc>(session).await?;
    live.store.delete::<SubscriptionDoc>(session).await?;
    live.bus.session_ended(session);
    Ok(())
}
