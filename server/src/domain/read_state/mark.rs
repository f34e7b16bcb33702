//! Reading.

use super::marks::state_of;
use super::store::{self, Mark};
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::domain::messages::store::at_or_before;
use crate::error::Result;
use futures_util::future::try_join_all;
use hubbub_shared::model::ChannelState;
use hubbub_shared::protocol::command::MarkRead;
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::{ChannelId, HubId, Permissions, UserId};
use std::collections::HashSet;

/// Channels that are read at once.
const AT_ONCE: usize = 16;

/// Everything up to a message is read; the caller's other devices are told. Never moves back.
pub async fn mark_read(app: &App, caller: &Caller, command: MarkRead) -> Result<ChannelState> {
    let (hub, _) = access::channel(app, caller, command.channel, Permissions::VIEW).await?;
    let (user, channel) = (caller.user, command.channel);
    let head = app.channels.find(app, hub.id(), channel).head(app).await?;
    let seq = command.seq.unwrap_or(head.last_seq).min(head.last_seq);
    let ordinal = if seq == head.last_seq {
        head.last_ordinal
    } else {
        at_or_before(&app.store, channel, seq).await?.map_or(0, |message| message.ordinal)
    };
    store::advance(&app.store, &[Mark { user, channel, seq, ordinal }]).await?;
    store::forget_mentions(&app.store, user, channel, seq).await?;
    let _turn = app.read_turns.of(user).await;
    let state = state_of(app, user, channel, head).await?;
    tell(app, user, state.clone());
    Ok(state)
}

/// Tells a person's devices where they stand in a channel that is in use. Not worth failing anything for: the
/// next `ready` tells it too.
pub async fn announce(app: &App, user: UserId, channel: ChannelId) {
    let _turn = app.read_turns.of(user).await;
    let Some(head) = app.channels.head_now(channel) else { return };
    match state_of(app, user, channel, head).await {
        Ok(state) => tell(app, user, state),
        Err(error) => tracing::debug!("where a reader stands was not announced: {error}"),
    }
}

/// Tells people where they stand in channels that they can see from now on. Nothing is told of an empty channel:
/// there, everything is zero.
pub fn announce_gained(app: &App, hub: HubId, gained: HashSet<(UserId, ChannelId)>) {
    let app = app.clone();
    actix_rt::spawn(async move {
        for (user, channel) in gained {
            let head = app.channels.find(&app, hub, channel).head(&app).await;
            if head.is_ok_and(|head| head.rev > 0) {
                announce(&app, user, channel).await;
            }
        }
    });
}

fn tell(app: &App, user: UserId, state: ChannelState) {
    app.relays.to_user(user, ServerFrame::Event(Event::User(UserEvent::ChannelState(state))));
}

/// Somebody came into a hub: what was said before counts as read.
pub async fn start_reading(
    app: &App,
    hub: &HubHandle,
    user: UserId,
    channels: &[ChannelId],
) -> Result<Vec<ChannelState>> {
    let mut states = Vec::with_capacity(channels.len());
    for some in channels.chunks(AT_ONCE) {
        states.extend(try_join_all(some.iter().map(|channel| start(app, hub, user, *channel))).await?);
    }
    Ok(states)
}

async fn start(app: &App, hub: &HubHandle, user: UserId, channel: ChannelId) -> Result<ChannelState> {
    let head = app.channels.find(app, hub.id(), channel).head(app).await?;
    if head.last_ordinal > 0 {
        let mark = Mark { user, channel, seq: head.last_seq, ordinal: head.last_ordinal };
        store::advance(&app.store, &[mark]).await?;
    }
    state_of(app, user, channel, head).await
}
