//! Reading one message by its id.

use super::view::view_all;
use crate::domain::caller::Caller;
use crate::domain::messages as store;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::GetMessage;

/// Reads one message. Needs the right to read history, as every other way to old messages does.
pub async fn look(live: &Live, caller: &Caller, command: GetMessage) -> Result<Message> {
    let needs = Permissions::VIEW | Permissions::HISTORY;
    let (around, _) = prove::place(live, caller, command.channel, needs).await?;
    let found = store::find(&live.store, command.channel.place(), command.message).await?;
    let found = found.ok_or_else(Error::not_found)?;
    view_all(live, around.names(live), caller.user, vec![found]).await?.pop().ok_or_else(Error::not_found)
}
