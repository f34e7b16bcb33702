//! Where one is signed in.

use crate::domain::caller::Caller;
use crate::domain::sessions;
use crate::error::Result;
use crate::live::Live;
use hubbub_shared::model::Session;

/// The caller's sessions, newest first.
pub async fn list(live: &Live, caller: &Caller) -> Result<Vec<Session>> {
    let (person, now) = (caller.as_person()?, live.clock.now());
    let sessions = sessions::of_user(&live.store, person.user, live.settings.capacity.sessions_of_a_person)
        .await?
        .into_iter();
    Ok(sessions
        .filter(|session| session.expires_at > now)
        .map(|session| session.view(Some(person.session)))
        .collect())
}
