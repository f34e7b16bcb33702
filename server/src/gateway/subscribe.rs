//! Looking at a channel: hold what happens, catch up completely, then follow.

use super::seat::Seat;
use crate::actors::relay::Worker;
use crate::app::App;
use crate::domain::{access, messages};
use crate::error::{Error, Result};
use crate::gateway::{Encoded, Weight};
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::command::Subscribe;
use hubbub_shared::protocol::{Outcome, Reply, ServerFrame};
use hubbub_shared::{ChannelId, ErrorCode, Permissions};
use std::rc::Rc;

/// Most channels one session looks at.
pub const MOST_SUBSCRIPTIONS: usize = 100;

/// Checks, catches up and replies; the reply is queued here, in front of the events that were held.
pub async fn subscribe(
    app: &App,
    worker: &Worker,
    seat: &Rc<Seat>,
    reference: u32,
    command: Subscribe,
) -> Result<()> {
    let channel = command.channel;
    let (hub, access) = access::channel(app, &seat.caller, channel, Permissions::VIEW).await?;
    if !seat.is_subscribed(channel) && seat.channels.borrow().len() >= MOST_SUBSCRIPTIONS {
        return Err(Error::rejected(
            ErrorCode::LimitReached,
            format!("A session may look at {MOST_SUBSCRIPTIONS} channels. Leave one first."),
        ));
    }
    worker.tables.borrow_mut().subscribe(seat, hub.id(), channel);
    let changes = match messages::changes_since(app, &access, command.since_rev).await {
        Ok(changes) => changes,
        Err(error) => {
            worker.tables.borrow_mut().unsubscribe(seat, channel);
            return Err(error);
        }
    };
    let rev = match &changes {
        ChannelChanges::Since { rev, .. } => *rev,
        ChannelChanges::StartOver(page) => page.rev,
    };
    // Whoever lost sight of the channel while it was read gets nothing of it.
    let held = seat.release(channel, rev).ok_or_else(Error::not_found)?;
    let reply = ServerFrame::Reply(reference, Outcome::Ok(Reply::Changes(changes)));
    for frame in std::iter::once(Encoded::new(reply)).chain(held) {
        if !seat.send(app, &frame, Weight::Durable) {
            seat.outbound.close(hubbub_shared::protocol::CloseCode::SlowReader);
        }
    }
    Ok(())
}

/// Stops looking.
pub fn unsubscribe(worker: &Worker, seat: &Rc<Seat>, channel: ChannelId) {
    worker.tables.borrow_mut().unsubscribe(seat, channel);
}
