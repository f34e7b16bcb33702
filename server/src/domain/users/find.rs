//! Looking people up.

use super::store::Person;
use crate::domain::caller::Caller;
use crate::{App, Error, Result};
use hubbub_shared::UserId;
use hubbub_shared::model::{Me, User};
use std::sync::Arc;

/// What everyone may know of a person.
pub async fn find(app: &App, id: UserId) -> Result<Arc<User>> {
    look_up(app, id).await?.ok_or_else(Error::not_found)
}

/// What the caller may know of themselves.
pub async fn me(app: &App, caller: &Caller) -> Result<Me> {
    let person: Option<Person> = app.store.get(caller.user).await?;
    Ok(person.ok_or_else(Error::not_found)?.me())
}

async fn look_up(app: &App, id: UserId) -> Result<Option<Arc<User>>> {
    // Inside of the cache, `None` stands for nobody: only people are kept.
    let read = async {
        match app.store.get::<Person>(id).await {
            Ok(person) => person.map(|person| Arc::new(person.user())).ok_or(None),
            Err(error) => Err(Some(error)),
        }
    };
    match app.users.get_or_read(id, read).await {
        Ok(user) => Ok(Some(user)),
        Err(None) => Ok(None),
        Err(Some(error)) => Err(error.into()),
    }
}
