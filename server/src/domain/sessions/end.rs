//! Ending sessions. A live socket of the session hears of it through `App::session_ended`.

use super::store::{Record, by_token_hash};
use super::token;
use crate::domain::caller::Caller;
use crate::{App, Error, Result};
use hubbub_shared::SessionId;
use serde::Deserialize;

/// End one of one's own sessions.
#[derive(Debug, Clone, Deserialize)]
pub struct EndSession {
    /// Which.
    pub session: SessionId,
}

/// Ends a session of the caller, the current one too.
pub async fn end(app: &App, caller: &Caller, command: EndSession) -> Result<()> {
    let session: Option<Record> = app.store.get(command.session).await?;
    match session {
        Some(session) if session.user == caller.user => remove(app, session.id).await,
        _ => Err(Error::not_found()),
    }
}

/// Ends the session that this token proves, if there is one: signing out, and the old session at a new sign-in.
pub async fn end_token(app: &App, token: &str) -> Result<()> {
    let Some(hash) = token::hash(token) else { return Ok(()) };
    match by_token_hash(app, &hash).await? {
        Some(session) => remove(app, session.id).await,
        None => Ok(()),
    }
}

pub(super) async fn remove(app: &App, session: SessionId) -> Result<()> {
    app.store.delete::<Record>(session).await?;
    // Nobody listens when no socket is open.
    let _ = app.session_ended.send(session);
    Ok(())
}
