//! Where one is signed in.

use super::create::MOST;
use super::store::of_user;
use crate::domain::caller::Caller;
use crate::{App, Result};
use hubbub_shared::model::Session;

/// The caller's sessions, newest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Session>> {
    let now = app.clock.now();
    let sessions = of_user(app, caller.user, MOST).await?.into_iter();
    Ok(sessions
        .filter(|session| session.expires_at > now)
        .map(|session| session.view(Some(caller.session)))
        .collect())
}
