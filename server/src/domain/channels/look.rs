//! Looking at a channel.

use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::Result;
use hubbub_shared::model::Channel;
use hubbub_shared::protocol::command::GetChannel;
use hubbub_shared::{ChannelId, Permissions};

/// The channel as the caller sees it.
pub async fn look(app: &App, caller: &Caller, command: GetChannel) -> Result<Channel> {
    view_of(app, caller, command.channel).await
}

/// The channel as the caller sees it now.
pub async fn view_of(app: &App, caller: &Caller, id: ChannelId) -> Result<Channel> {
    let (_, access) = access::channel(app, caller, id, Permissions::VIEW).await?;
    Ok(access.channel_doc()?.view(access.permissions))
}
