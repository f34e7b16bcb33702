//! Proving that the caller owns the server, and writing down what they do.

use crate::domain::access::ServerAccess;
use crate::domain::caller::Caller;
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::text::Reason;

pub use crate::operations::prove::server_fact as fact;

/// The proof, by the person as they are stored now.
pub async fn owner(live: &Live, caller: &Caller) -> Result<ServerAccess> {
    let person: Option<Person> = live.store.get(caller.user).await?;
    ServerAccess::prove(caller, &person.ok_or_else(Error::not_found)?)
}

/// A reason that may be given.
pub fn reason(raw: Option<&str>) -> Result<Option<String>> {
    Ok(raw.map(Reason::parse).transpose()?.map(Into::into))
}
