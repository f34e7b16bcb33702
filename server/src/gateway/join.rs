//! Joining a hub through the socket. A crowd that comes by one invite sees the same: what each is answered is put into words
//! once for all of them.

use super::door::Door;
use super::encoded::reply_of_hub;
use super::outbound::Weight;
use super::seat::Seat;
use super::worker::Worker;
use crate::error::{Error, Result};
use crate::operations::invites;
use hubbub_shared::protocol::CloseCode;
use hubbub_shared::protocol::command::JoinHub;
use std::rc::Rc;

/// Joins and replies.
pub async fn join(
    door: &Door,
    worker: &Worker,
    seat: &Rc<Seat>,
    reference: u32,
    command: JoinHub,
) -> Result<()> {
    let hub = invites::come_in(&door.live, &seat.caller, command).await?;
    let view = worker.tables.borrow_mut().view(door, &hub, seat).ok_or_else(Error::not_found)?;
    let reply = || reply_of_hub(reference, &view, seat.encoding);
    if !seat.push(&door.live.metrics, reply, Weight::Answer) {
        worker.tables.borrow_mut().close(door, seat, CloseCode::SlowReader);
    }
    Ok(())
}
