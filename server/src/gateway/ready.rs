//! Making a session ready: register first, then read, so that nothing falls in between.

use super::seat::{Seat, Seen};
use super::views::Views;
use crate::actors::hub::HubHandle;
use crate::actors::relay::Worker;
use crate::app::App;
use crate::domain::{hubs, members, read_state, sessions, users};
use crate::error::{Error, Result};
use futures_util::future::try_join4;
use hubbub_shared::ChannelId;
use hubbub_shared::model::{ChannelState, HubView, Me};
use hubbub_shared::protocol::{Ready, ServerFrame};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Registers the session, reads where everything stands and returns the `Ready` frame. The last step, from
/// entering the hubs to reading where channels stand, awaits nothing: what happens later arrives as an event.
pub async fn ready(app: &App, worker: &Worker, seat: &Rc<Seat>) -> Result<ServerFrame> {
    worker.tables.borrow_mut().register(app, seat);
    if app.is_stopping.load(Ordering::SeqCst) {
        // It may have come too late to be told with the others.
        return Err(Error::unavailable());
    }
    let caller = &seat.caller;
    // Asked at once: the store reads together what waits together.
    let ((), me, marks, hubs) = try_join4(
        sessions::must_be_live(app, caller),
        users::me(app, caller),
        read_state::marks_of(app, caller.user),
        members::hubs_in_use(app, caller.user),
    )
    .await?;
    for hub in &hubs {
        hubs::know_heads(app, hub).await?;
    }
    if !worker.tables.borrow().has(seat) {
        return Err(Error::unavailable());
    }
    Ok(enter(app, worker, seat, me, &marks, hubs))
}

fn enter(
    app: &App,
    worker: &Worker,
    seat: &Rc<Seat>,
    me: Me,
    marks: &read_state::Marks,
    mut hubs: Vec<Arc<HubHandle>>,
) -> ServerFrame {
    let mut views: Vec<HubView> = Vec::with_capacity(hubs.len());
    let mut channels: Vec<ChannelState> = Vec::new();
    let joined_meanwhile =
        seat.entered().into_iter().filter(|entered| !hubs.iter().any(|hub| hub.id() == entered.id()));
    hubs.extend(joined_meanwhile.collect::<Vec<_>>());
    for hub in &hubs {
        // None for who left meanwhile: the membership is published before relays are told.
        let Some(view) = Views::new(app, hub).of(&seat.caller) else { continue };
        let seen = Seen { hub: Arc::clone(hub), visible: Rc::clone(&view.visible) };
        worker.tables.borrow_mut().enter_hub(seat, hub, seen);
        let state = |id: ChannelId| {
            marks.state(id, app.channels.find(app, hub.id(), id).head_now().unwrap_or_default())
        };
        channels.extend(view.hub.channels.iter().map(|channel| state(channel.id)));
        views.push(view.hub.clone());
    }
    ServerFrame::Ready(Box::new(Ready { me, session: seat.caller.session, hubs: views, channels }))
}
