//! One live session, as the relay of its thread sees it.

use super::burst::Burst;
use super::encoded::{Encoded, together};
use super::hearing::Hearing;
use super::outbound::{Outbound, Weight};
use crate::domain::caller::Caller;
use crate::domain::hubs::Sight;
use crate::domain::members::MemberDoc;
use crate::live::HubHandle;
use crate::metrics::Metrics;
use actix_web::web::Bytes;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::{CloseCode, Encoding};
use hubbub_shared::{HubId, PlaceId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

/// Events that are held for a session that is catching up; one more, and it must start over.
const MOST_HELD: usize = 4096;

/// A hub as a session sees it.
#[derive(Clone)]
pub struct Seen {
    /// The hub. Held, so that it stays in use.
    pub hub: Arc<HubHandle>,
    /// What the session was told last that its user sees; shared by all who see the same.
    pub sight: Rc<Sight>,
}

impl Seen {
    /// All of the hub, as of the version that is published.
    pub fn view(&self, member: &MemberDoc) -> HubView {
        HubView { version: self.hub.structure().hub.version, ..self.sight.view(&member.roles) }
    }
}

/// A place that a session looks at, with all that it takes to hand it an event: there are many of these, and each
/// event goes to all.
pub struct Subscription {
    /// The hub that it is in. `None`: it is in none.
    hub: Option<HubId>,
    encoding: Encoding,
    hearing: Hearing,
    outbound: Rc<Outbound>,
    /// Calls that are catching up. While there is one, events are held.
    catching_up: Cell<usize>,
    /// Events that came meanwhile.
    held: RefCell<Vec<Arc<Encoded>>>,
    /// The rev it caught up with last. An event may be under way to it that was among what it read.
    caught_up: Cell<u64>,
    /// The session looks no longer, or may not.
    is_over: Cell<bool>,
}

impl Subscription {
    /// Writes durable events, or holds them while the session is catching up. Without room for them the socket is
    /// closed, and the answer is `false`.
    pub(super) fn deliver(&self, burst: &Burst) -> bool {
        let has_room = self.is_over.get() || self.take(burst);
        if !has_room {
            self.end();
            self.outbound.close(CloseCode::SlowReader);
        }
        has_room
    }

    fn take(&self, burst: &Burst) -> bool {
        if self.catching_up.get() > 0 {
            let mut held = self.held.borrow_mut();
            held.extend(burst.frames().iter().filter(|frame| self.hears(frame)).cloned());
            return held.len() <= MOST_HELD;
        }
        if self.hearing.is_all() && burst.first_rev() > self.caught_up.get() {
            return burst.pieces(self.encoding).iter().all(|piece| self.outbound.write_through(piece));
        }
        let is_new = |frame: &&Arc<Encoded>| frame.is_newer_than(self.caught_up.get()) && self.hears(frame);
        let mut newer = burst.frames().iter().filter(is_new);
        newer.all(|frame| self.outbound.push(frame.bytes(self.encoding), Weight::Durable))
    }

    /// Queues something fleeting, if there is room.
    pub fn tell(&self, frame: &Encoded) {
        if self.hears(frame) {
            self.outbound.push(frame.bytes(self.encoding), Weight::Fleeting);
        }
    }

    fn hears(&self, frame: &Encoded) -> bool {
        self.hearing.takes(frame.frame())
    }

    /// Nothing is delivered any more.
    pub(super) fn end(&self) {
        self.is_over.set(true);
    }

    /// Takes what was held and is newer than what the session caught up with.
    fn release(&self, rev: u64) -> Vec<Arc<Encoded>> {
        self.catching_up.set(self.catching_up.get().saturating_sub(1));
        self.caught_up.set(self.caught_up.get().max(rev));
        // While another call is catching up, it needs them too; clients tolerate an event twice.
        let released = self.held.borrow().iter().filter(|frame| frame.is_newer_than(rev)).cloned().collect();
        if self.catching_up.get() == 0 {
            self.held.take();
        }
        released
    }
}

/// Where the events for one session go.
pub struct Seat {
    /// Tells sessions of this thread apart.
    pub number: u64,
    /// Whose session it is.
    pub caller: Caller,
    /// Of what it hears.
    pub hearing: Hearing,
    /// How its frames are written.
    pub encoding: Encoding,
    /// What waits for its socket.
    pub outbound: Rc<Outbound>,
    /// Hubs it belongs to.
    pub hubs: RefCell<HashMap<HubId, Seen>>,
    /// Places it looks at.
    pub places: RefCell<HashMap<PlaceId, Rc<Subscription>>>,
    /// Events for its user that came before it was ready. `None`: it is.
    before_ready: RefCell<Option<Vec<Arc<Encoded>>>>,
    /// When its peer was last heard.
    pub last_heard: Cell<Instant>,
}

impl Seat {
    /// A session that is not ready yet.
    pub fn new(
        number: u64,
        (caller, hearing): (Caller, Hearing),
        encoding: Encoding,
        outbound: Rc<Outbound>,
    ) -> Rc<Self> {
        Rc::new(Self {
            number,
            caller,
            hearing,
            encoding,
            outbound,
            hubs: RefCell::default(),
            places: RefCell::default(),
            before_ready: RefCell::new(Some(Vec::new())),
            last_heard: Cell::new(Instant::now()),
        })
    }

    /// Queues a frame; `false` when the queue is full. Before the session is ready nothing goes out.
    pub fn send(&self, metrics: &Metrics, frame: &Encoded, weight: Weight) -> bool {
        self.push(metrics, || frame.bytes(self.encoding), weight)
    }

    /// The same, with bytes that are made only if they go out; nothing is queued for none.
    pub fn push(&self, metrics: &Metrics, bytes: impl FnOnce() -> Bytes, weight: Weight) -> bool {
        if !self.is_ready() {
            return true;
        }
        let bytes = bytes();
        if bytes.is_empty() {
            return true;
        }
        metrics.frames_out.inc();
        self.outbound.push(bytes, weight)
    }

    /// Whether it is to be told what a frame says.
    pub fn hears(&self, frame: &Encoded) -> bool {
        self.hearing.takes(frame.frame())
    }

    /// Queues several frames as one; `false` when the queue is full.
    pub fn send_together<'a>(&self, metrics: &Metrics, frames: impl Iterator<Item = &'a Encoded>) -> bool {
        self.push(metrics, || together(frames, self.encoding), Weight::Durable)
    }

    fn is_ready(&self) -> bool {
        self.before_ready.borrow().is_none()
    }

    /// Starts to look at a place; its events are held until the last [`Seat::release`].
    pub fn hold(&self, hub: Option<HubId>, place: PlaceId) -> Rc<Subscription> {
        let mut places = self.places.borrow_mut();
        let new = || Subscription {
            hub,
            encoding: self.encoding,
            hearing: self.hearing,
            outbound: Rc::clone(&self.outbound),
            catching_up: Cell::default(),
            held: RefCell::default(),
            caught_up: Cell::default(),
            is_over: Cell::default(),
        };
        let subscription = places.entry(place).or_insert_with(|| Rc::new(new()));
        subscription.catching_up.set(subscription.catching_up.get() + 1);
        Rc::clone(subscription)
    }

    /// The session has caught up to a rev: takes what was held and is newer. `None`: it lost the place
    /// meanwhile.
    pub fn release(&self, place: PlaceId, rev: u64) -> Option<Vec<Arc<Encoded>>> {
        Some(self.places.borrow().get(&place)?.release(rev))
    }

    /// Keeps an event about the user themselves for after `Ready`; `false` when the session is ready and can have
    /// it now. What happens to hubs meanwhile is in `Ready`, which is read last.
    pub fn keep_for_ready(&self, frame: &Arc<Encoded>) -> bool {
        match &mut *self.before_ready.borrow_mut() {
            Some(kept) => {
                kept.push(Arc::clone(frame));
                true
            }
            None => false,
        }
    }

    /// The session is ready: takes what came before.
    pub fn become_ready(&self) -> Vec<Arc<Encoded>> {
        self.before_ready.borrow_mut().take().unwrap_or_default()
    }

    /// Whether its user may see a place.
    pub fn sees(&self, hub: HubId, place: PlaceId) -> bool {
        self.hubs.borrow().get(&hub).is_some_and(|seen| seen.sight.visible().contains(&place))
    }

    /// The hubs it is in.
    pub fn entered(&self) -> Vec<Arc<HubHandle>> {
        self.hubs.borrow().values().map(|seen| Arc::clone(&seen.hub)).collect()
    }

    /// Whether it looks at a place.
    pub fn is_subscribed(&self, place: PlaceId) -> bool {
        self.places.borrow().contains_key(&place)
    }

    /// Whether it looks at a hub: at one of its places.
    pub fn looks_at(&self, hub: HubId) -> bool {
        self.places.borrow().values().any(|subscription| subscription.hub == Some(hub))
    }

    /// Places of a hub it looks at.
    pub fn subscribed_in(&self, hub: HubId) -> Vec<PlaceId> {
        let places = self.places.borrow();
        places
            .iter()
            .filter(|(_, subscription)| subscription.hub == Some(hub))
            .map(|(place, _)| *place)
            .collect()
    }
}
