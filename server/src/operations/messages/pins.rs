//! Messages that are kept in view.

use super::view::view_all;
use crate::domain::caller::Caller;
use crate::domain::messages::{self as store, Append, Asked};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::model::Pins;
use hubbub_shared::protocol::command::{GetPins, PinMessage, UnpinMessage};
use hubbub_shared::{ChannelId, MessageId, Permissions};

/// What is pinned in a channel, the last one first.
pub async fn pins(live: &Live, caller: &Caller, command: GetPins) -> Result<Pins> {
    let needs = Permissions::VIEW | Permissions::HISTORY;
    let (hub, _) = prove::channel(live, caller, command.channel, needs).await?;
    let most = live.settings.capacity.pins;
    let pinned = store::pinned(&live.store, command.channel.place(), most).await?;
    Ok(Pins { messages: view_all(live, &hub, caller.user, pinned).await? })
}

/// Pins a message.
pub async fn pin(live: &Live, caller: &Caller, command: PinMessage) -> Result<()> {
    set(live, caller, command.channel, command.message, true).await
}

/// Unpins a message.
pub async fn unpin(live: &Live, caller: &Caller, command: UnpinMessage) -> Result<()> {
    set(live, caller, command.channel, command.message, false).await
}

async fn set(
    live: &Live,
    caller: &Caller,
    channel: ChannelId,
    message: MessageId,
    pinned: bool,
) -> Result<()> {
    let (hub, _) = prove::channel(live, caller, channel, Permissions::MANAGE_MESSAGES).await?;
    let append = Append::Pin { message, pinned };
    let asked = Asked { caller: caller.clone(), append, request: request_id::current() };
    live.places.of_channel(&hub, channel).append(asked).await?;
    Ok(())
}
