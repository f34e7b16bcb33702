//! Sending a message that the server cannot read.

use crate::domain::caller::Caller;
use crate::domain::dms::Letter;
use crate::domain::messages::{self, Append, Asked, Committed};
use crate::error::{Error, Result};
use crate::live::{Around, Live};
use crate::operations::messages::view_all;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::protocol::command::SendSealedMessage;
use hubbub_shared::{ErrorCode, Permissions};
use std::sync::Arc;

/// Stores it, then announces it. What is there under its id already is answered as it is, whatever has changed since: an
/// answer may have been lost.
pub async fn send(live: &Live, caller: &Caller, command: SendSealedMessage) -> Result<Committed> {
    let SendSealedMessage { channel, header, ciphertext, signature, grants } = command;
    let (around, access) = prove::place(live, caller, channel, Permissions::VIEW).await?;
    let Around::People(dm) = &around else {
        return Err(Error::forbidden("In a channel of a hub, everybody reads what is said."));
    };
    let key = live.dms.franking_key(&live.clock).await?;
    let letter = Letter::parse([&header, &ciphertext, &signature], &grants, key)?;
    let stored = messages::by_sealed_id(&live.store, access.place(), &letter.sealed_id()).await?;
    if let Some(stored) = stored {
        if stored.author != caller.user {
            return Err(Error::rejected(ErrorCode::Conflict, "This id is taken. Use a new one."));
        }
        let view = view_all(live, around.names(live), caller.user, vec![stored]).await?.pop();
        return Ok(Committed::before(view.ok_or_else(Error::unavailable)?));
    }
    let append = Append::SendSealed { letter: Arc::new(letter) };
    let asked = Asked { caller: caller.clone(), append, request: request_id::current() };
    live.places.of_dm(dm.place).append(asked).await
}
