//! Looking at a channel.

use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::Channel;
use hubbub_shared::protocol::command::GetChannel;
use hubbub_shared::{ChannelId, Permissions};

/// The channel as the caller sees it.
pub async fn look(live: &Live, caller: &Caller, command: GetChannel) -> Result<Channel> {
    view_of(live, caller, command.channel).await
}

/// The channel as the caller sees it now.
pub async fn view_of(live: &Live, caller: &Caller, id: ChannelId) -> Result<Channel> {
    let (_, access) = prove::channel(live, caller, id, Permissions::VIEW).await?;
    Ok(access.channel_doc()?.view(access.permissions()))
}
