//! One message.

use super::store;
use super::view::view_all;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use hubbub_shared::Permissions;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::GetMessage;

/// Reads one message. Needs the right to read history, as every other way to old messages does.
pub async fn look(app: &App, caller: &Caller, command: GetMessage) -> Result<Message> {
    access::channel(app, caller, command.channel, Permissions::VIEW | Permissions::HISTORY).await?;
    let found =
        store::find(&app.store, command.channel, command.message).await?.ok_or_else(Error::not_found)?;
    view_all(app, caller.user, vec![found]).await?.pop().ok_or_else(Error::not_found)
}
