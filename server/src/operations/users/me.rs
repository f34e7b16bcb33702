//! Looking at oneself.

use crate::domain::caller::Caller;
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::model::Me;

/// What the caller may know of themselves.
pub async fn me(live: &Live, caller: &Caller) -> Result<Me> {
    let person: Option<Person> = live.store.get(caller.user).await?;
    Ok(person.ok_or_else(Error::not_found)?.me())
}
