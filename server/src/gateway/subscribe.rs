//! Looking at a channel: hold what happens, catch up completely, then follow.

use super::door::Door;
use super::encoded::Encoded;
use super::outbound::Weight;
use super::seat::Seat;
use super::worker::Worker;
use crate::domain::capacity::fits;
use crate::error::{Error, Result};
use crate::operations::{messages, prove};
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::command::Subscribe;
use hubbub_shared::protocol::{CloseCode, Outcome, Reply, ServerFrame};
use hubbub_shared::{Permissions, PlaceId};
use std::rc::Rc;
use std::sync::Arc;

/// Checks, catches up and replies; the reply is queued here, in front of the events that were held.
pub async fn subscribe(
    door: &Door,
    worker: &Worker,
    seat: &Rc<Seat>,
    reference: u32,
    command: Subscribe,
) -> Result<()> {
    let place = command.channel.place();
    let (around, access) = prove::place(&door.live, &seat.caller, command.channel, Permissions::VIEW).await?;
    let is_new = !seat.is_subscribed(place);
    let (would_be, most) = (seat.places.borrow().len() + 1, door.live.settings.capacity.channels_of_a_socket);
    if is_new {
        fits(would_be, most, |most| format!("A session may look at {most} channels. Leave one first."))?;
    }
    if !worker.tables.borrow_mut().subscribe(door, seat, &around, place) {
        return Err(Error::not_found());
    }
    let names = around.names(&door.live);
    let changes = match messages::changes_since(&door.live, names, &access, command.since_rev).await {
        Ok(changes) => changes,
        Err(error) if is_new => {
            worker.tables.borrow_mut().unsubscribe(seat, place);
            return Err(error);
        }
        Err(error) => {
            // The subscription there was goes on where it stood.
            send_all(door, worker, seat, seat.release(place, 0).unwrap_or_default());
            return Err(error);
        }
    };
    let rev = match &changes {
        ChannelChanges::Since { rev, .. } => *rev,
        ChannelChanges::StartOver(page) => page.rev,
    };
    // Whoever lost sight of the channel while it was read gets nothing of it.
    let held = seat.release(place, rev).ok_or_else(Error::not_found)?;
    let reply = ServerFrame::Reply(reference, Outcome::Ok(Reply::Changes(changes)));
    seat.send(&door.live.metrics, &Encoded::new(reply), Weight::Answer);
    send_all(door, worker, seat, held);
    Ok(())
}

fn send_all(door: &Door, worker: &Worker, seat: &Rc<Seat>, frames: Vec<Arc<Encoded>>) {
    if !frames.iter().all(|frame| seat.send(&door.live.metrics, frame, Weight::Durable)) {
        worker.tables.borrow_mut().close(door, seat, CloseCode::SlowReader);
    }
}

/// The session no longer looks at the place.
pub fn unsubscribe(worker: &Worker, seat: &Rc<Seat>, place: PlaceId) {
    worker.tables.borrow_mut().unsubscribe(seat, place);
}
