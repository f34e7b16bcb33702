//! Looking at a channel: hold what happens, catch up completely, then follow.

use super::seat::Seat;
use crate::actors::relay::Worker;
use crate::app::App;
use crate::domain::{access, messages};
use crate::error::{Error, Result};
use crate::gateway::{Encoded, Weight};
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::command::Subscribe;
use hubbub_shared::protocol::{CloseCode, Outcome, Reply, ServerFrame};
use hubbub_shared::{ChannelId, ErrorCode, Permissions};
use std::rc::Rc;
use std::sync::Arc;

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
    let is_new = !seat.is_subscribed(channel);
    if !worker.tables.borrow_mut().subscribe(app, seat, &hub, channel) {
        return Err(Error::not_found());
    }
    let changes = match messages::changes_since(app, &access, command.since_rev).await {
        Ok(changes) => changes,
        Err(error) if is_new => {
            worker.tables.borrow_mut().unsubscribe(seat, channel);
            return Err(error);
        }
        Err(error) => {
            // The subscription there was goes on where it stood.
            send_all(app, worker, seat, seat.release(channel, 0).unwrap_or_default());
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
    seat.send(app, &Encoded::new(reply), Weight::Answer);
    send_all(app, worker, seat, held);
    Ok(())
}

fn send_all(app: &App, worker: &Worker, seat: &Rc<Seat>, frames: Vec<Arc<Encoded>>) {
    if !frames.iter().all(|frame| seat.send(app, frame, Weight::Durable)) {
        worker.tables.borrow_mut().close(app, seat, CloseCode::SlowReader);
    }
}

/// Stops looking.
pub fn unsubscribe(worker: &Worker, seat: &Rc<Seat>, channel: ChannelId) {
    worker.tables.borrow_mut().unsubscribe(seat, channel);
}
