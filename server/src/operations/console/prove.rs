//! Proving that the caller owns the server, and writing down what they do.

use crate::domain::access::ServerAccess;
use crate::domain::caller::Caller;
use crate::domain::facts::{Cause, Fact, FactsDoc};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::request_id;
use hubbub_shared::text::Reason;

/// The proof, by the person as they are stored now.
pub async fn owner(live: &Live, caller: &Caller) -> Result<ServerAccess> {
    let person: Option<Person> = live.store.get(caller.user).await?;
    ServerAccess::prove(caller, &person.ok_or_else(Error::not_found)?)
}

/// A fact for the server's log, to be stored with what it tells of. Afterwards it is to be announced as new by its id.
pub fn fact(live: &Live, caller: &Caller, fact: Fact, reason: Option<&str>) -> FactsDoc {
    let request = request_id::current();
    let cause = Cause { reason, ..Cause::of(caller, &request) };
    FactsDoc::of_server(live.clock.next_id(), live.clock.now(), cause, fact)
}

/// A reason that may be given.
pub fn reason(raw: Option<&str>) -> Result<Option<String>> {
    Ok(raw.map(Reason::parse).transpose()?.map(Into::into))
}
