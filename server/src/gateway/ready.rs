//! Making a session ready: register first, then read, so that nothing falls in between.

use super::door::Door;
use super::seat::Seat;
use super::worker::Worker;
use crate::domain::drafts;
use crate::error::{Error, Result};
use crate::live::HubHandle;
use crate::live::hub::know_heads;
use crate::live::read_state::{Marks, marks_of};
use crate::operations::ready::drafts_of;
use crate::operations::{sessions, users};
use futures_util::future::try_join5;
use hubbub_shared::ChannelId;
use hubbub_shared::model::{ChannelState, HubView};
use hubbub_shared::protocol::{Ready, ServerFrame};
use std::rc::Rc;
use std::sync::Arc;

/// Registers the session, reads where everything stands and returns the `Ready` frame. The last step, from
/// entering the hubs to reading where channels stand, awaits nothing: what happens later arrives as an event.
pub async fn ready(door: &Door, worker: &Worker, seat: &Rc<Seat>) -> Result<ServerFrame> {
    worker.tables.borrow_mut().register(door, seat);
    if door.is_stopping() {
        // It may have come too late to be told with the others.
        return Err(Error::unavailable());
    }
    let (live, caller) = (&door.live, &seat.caller);
    let session = caller.socket_of()?;
    // Asked at once: the store reads together what waits together.
    let ((), me, marks, drafts, hubs) = try_join5(
        sessions::must_be_live(live, caller),
        users::me(live, caller),
        marks_of(live, caller.user),
        drafts_of(live, caller.user),
        live.hubs.of_user(caller.user),
    )
    .await?;
    for hub in &hubs {
        know_heads(live, hub).await?;
    }
    if !worker.tables.borrow().has(seat) {
        return Err(Error::unavailable());
    }
    let (views, channels) = enter(door, worker, seat, &marks, hubs);
    let drafts = drafts::marks_in(&drafts, &channels);
    Ok(ServerFrame::Ready(Box::new(Ready { me, session, hubs: views, channels, drafts })))
}

fn enter(
    door: &Door,
    worker: &Worker,
    seat: &Rc<Seat>,
    marks: &Marks,
    mut hubs: Vec<Arc<HubHandle>>,
) -> (Vec<HubView>, Vec<ChannelState>) {
    let mut views: Vec<HubView> = Vec::with_capacity(hubs.len());
    let mut channels: Vec<ChannelState> = Vec::new();
    let joined_meanwhile =
        seat.entered().into_iter().filter(|entered| !hubs.iter().any(|hub| hub.id() == entered.id()));
    hubs.extend(joined_meanwhile.collect::<Vec<_>>());
    for hub in &hubs {
        // None for who left meanwhile: the membership is published before relays are told.
        let seen = worker.tables.borrow_mut().seen(door, hub, &seat.caller);
        let Some((member, seen)) = seen else { continue };
        let view = seen.view(&member);
        worker.tables.borrow_mut().enter_hub(seat, hub, seen);
        let state =
            |id: ChannelId| marks.state(id.place(), door.live.heads.now(id.place()).unwrap_or_default());
        channels.extend(view.channels.iter().map(|channel| state(channel.id)));
        views.push(view);
    }
    (views, channels)
}
