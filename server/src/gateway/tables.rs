//! Which local session looks at what, and what each of them is sent.

use super::door::Door;
use super::encoded::Encoded;
use super::followers::Followers;
use super::messages::{
    AutomodCaught, Deliver, HubFrame, HubGone, Joined, Left, PlaceFrame, ReportsChanged, Restructured,
    SessionEnded, Shutdown, UserFrame,
};
use super::news::{self, News};
use super::outbound::Weight;
use super::seat::{Seat, Seen};
use super::sights::{Sights, Step, Steps, Welcomes};
use super::writer::Writer;
use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::members::MemberDoc;
use crate::live::{Around, Audience, HubHandle, read_state};
use actix_web::web::Bytes;
use hubbub_shared::model::ChannelActivity;
use hubbub_shared::protocol::{CloseCode, Event, ServerFrame, UserEvent};
use hubbub_shared::{HubId, Permissions, PlaceId, Timestamp, UserId};
use indexmap::IndexMap;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// The sessions of one key, by their numbers: quick to walk, quick to leave.
type Seats = IndexMap<u64, Rc<Seat>>;

/// The sessions of one worker thread.
pub struct Tables {
    writer: Rc<Writer>,
    all: Seats,
    /// The first one has come.
    comes: Rc<Notify>,
    by_user: HashMap<UserId, Seats>,
    by_hub: HashMap<HubId, Seats>,
    by_place: HashMap<PlaceId, Followers>,
    /// What members of hubs see, as long as somebody of this thread is in the hub.
    sights: HashMap<HubId, Sights>,
    /// Timeouts of members who are here, by when they end.
    timeouts: BTreeSet<(Timestamp, HubId, UserId)>,
    /// What happened in places since activity was last told.
    activity: HashMap<HubId, HashMap<PlaceId, ChannelActivity>>,
    /// The same, of conversations: by who hears of them.
    activity_of: HashMap<UserId, HashMap<PlaceId, ChannelActivity>>,
    /// What happened to members of hubs where many look, since it was last told.
    news: HashMap<HubId, News>,
}

fn leave<K: Hash + Eq>(table: &mut HashMap<K, Seats>, key: K, seat: u64) {
    if let Entry::Occupied(mut seats) = table.entry(key) {
        seats.get_mut().swap_remove(&seat);
        if seats.get().is_empty() {
            seats.remove();
        }
    }
}

impl Tables {
    /// Nobody is there.
    pub fn new(writer: Rc<Writer>) -> Self {
        Self {
            writer,
            all: Seats::new(),
            comes: Rc::default(),
            by_user: HashMap::new(),
            by_hub: HashMap::new(),
            by_place: HashMap::new(),
            sights: HashMap::new(),
            timeouts: BTreeSet::new(),
            activity: HashMap::new(),
            activity_of: HashMap::new(),
            news: HashMap::new(),
        }
    }

    /// Ends as soon as there is a session; at once if there is one.
    pub fn somebody(&self) -> impl Future<Output = ()> + use<> {
        let (is_here, comes) = (!self.all.is_empty(), Rc::clone(&self.comes));
        async move {
            if !is_here {
                comes.notified().await;
            }
        }
    }

    /// Whether a session is registered and not over. One that is over must not be entered anywhere again.
    pub fn has(&self, seat: &Seat) -> bool {
        self.all.contains_key(&seat.number)
    }

    /// A session whose user is known. From now on it gets what is for its user.
    /// Somebody with very many open sockets loses the oldest.
    pub fn register(&mut self, door: &Door, seat: &Rc<Seat>) {
        let most = door.live.settings.capacity.sockets_of_a_person;
        let oldest = self.by_user.get(&seat.caller.user).filter(|seats| seats.len() >= most);
        if let Some(oldest) = oldest.and_then(|seats| seats.values().min_by_key(|seat| seat.number).cloned())
        {
            self.close(door, &oldest, CloseCode::RateLimited);
        }
        if self.all.is_empty() {
            self.comes.notify_waiters();
        }
        self.all.insert(seat.number, Rc::clone(seat));
        self.by_user.entry(seat.caller.user).or_default().insert(seat.number, Rc::clone(seat));
    }

    /// A session sees a hub. From now on it gets what is for the hub's members.
    pub fn enter_hub(&mut self, seat: &Rc<Seat>, hub: &Arc<HubHandle>, seen: Seen) {
        if !self.has(seat) {
            return;
        }
        let newly = seat.hubs.borrow_mut().insert(hub.id(), seen).is_none();
        self.by_hub.entry(hub.id()).or_default().insert(seat.number, Rc::clone(seat));
        if newly {
            hub.connected(seat.caller.user);
        }
    }

    fn leave_hub(&mut self, seat: &Rc<Seat>, hub: HubId) {
        for place in seat.subscribed_in(hub) {
            self.unsubscribe(seat, place);
        }
        let Some(seen) = seat.hubs.borrow_mut().remove(&hub) else { return };
        leave(&mut self.by_hub, hub, seat.number);
        if !self.by_hub.contains_key(&hub) {
            self.sights.remove(&hub);
        }
        seen.hub.disconnected(seat.caller.user);
    }

    /// A session looks at a place that its user may see; what happens there is held until it has caught up.
    /// `false`: the session is over, or its user has left the hub.
    #[must_use]
    pub fn subscribe(&mut self, door: &Door, seat: &Rc<Seat>, around: &Around, place: PlaceId) -> bool {
        if !self.has(seat) {
            return false;
        }
        if let Some(hub) = around.hub()
            && !seat.hubs.borrow().contains_key(&hub.id())
        {
            // The hub was joined, and telling so failed.
            let Some((_, seen)) = self.seen(door, hub, &seat.caller) else { return false };
            self.enter_hub(seat, hub, seen);
        }
        let subscription = seat.hold(around.hub().map(|hub| hub.id()), place);
        self.by_place.entry(place).or_default().insert(seat.number, subscription);
        true
    }

    /// A session no longer looks at a place.
    pub fn unsubscribe(&mut self, seat: &Rc<Seat>, place: PlaceId) {
        seat.places.borrow_mut().remove(&place);
        if let Entry::Occupied(mut followers) = self.by_place.entry(place) {
            followers.get_mut().remove(seat.number);
            if followers.get().is_empty() {
                followers.remove();
            }
        }
    }

    /// A session is over.
    pub fn remove(&mut self, seat: &Rc<Seat>) {
        if self.all.swap_remove(&seat.number).is_none() {
            return;
        }
        leave(&mut self.by_user, seat.caller.user, seat.number);
        let hubs: Vec<HubId> = seat.hubs.borrow().keys().copied().collect();
        for hub in hubs {
            self.leave_hub(seat, hub);
        }
        let places: Vec<PlaceId> = seat.places.borrow().keys().copied().collect();
        for place in places {
            self.unsubscribe(seat, place);
        }
    }

    /// Sends a frame to one session; a session whose queue is full is closed and leaves.
    fn send(&mut self, door: &Door, seat: &Rc<Seat>, frame: &Arc<Encoded>, weight: Weight) {
        if !seat.send(&door.live.metrics, frame, weight) {
            self.close(door, seat, CloseCode::SlowReader);
        }
    }

    /// Closes a session and forgets it.
    pub fn close(&mut self, door: &Door, seat: &Rc<Seat>, code: CloseCode) {
        if code == CloseCode::SlowReader {
            door.live.metrics.queue_overflows.inc();
        }
        self.remove(seat);
        seat.outbound.close(code);
    }

    /// Durable events of a place.
    pub fn deliver(&mut self, door: &Door, message: Deliver) {
        let Deliver { place, audience, activity, burst } = message;
        if let Some(followers) = self.by_place.get(&place) {
            let count = (followers.len() * burst.frames().len()) as u64;
            door.live.metrics.deliveries.inc_by(count);
            door.live.metrics.frames_out.inc_by(count);
            self.writer.deliver(followers, burst);
        }
        match audience {
            Audience::Hub(hub) if self.by_hub.contains_key(&hub) => {
                self.activity.entry(hub).or_default().insert(place, activity);
            }
            Audience::Hub(_) => {}
            Audience::People(people) => {
                for user in people.iter().filter(|user| self.by_user.contains_key(user)) {
                    self.activity_of.entry(*user).or_default().insert(place, activity);
                }
            }
        }
    }

    /// Something fleeting in a place.
    pub fn hand_to_place(&mut self, door: &Door, message: PlaceFrame) {
        if let Some(followers) = self.by_place.get(&message.place) {
            followers.all().for_each(|subscription| subscription.tell(&message.frame));
            door.live.metrics.frames_out.inc_by(followers.len() as u64);
        }
    }

    /// To sessions that look at the hub. Losing one of these harms nobody: lists are read afresh when opened.
    pub fn hand_to_hub(&mut self, door: &Door, message: HubFrame) {
        let HubFrame { hub, frame } = message;
        let Some(seats) = self.by_hub.get(&hub) else { return };
        if seats.len() > news::FEW {
            self.news.entry(hub).or_default().add(frame);
            return;
        }
        for seat in seats.values().filter(|seat| seat.looks_at(hub) && seat.hears(&frame)) {
            seat.send(&door.live.metrics, &frame, Weight::Fleeting);
        }
    }

    /// Tells what was gathered about members.
    pub fn tell_news(&mut self, door: &Door) {
        for (hub, news) in std::mem::take(&mut self.news) {
            let version = door.live.hubs.now(hub).map_or(0, |hub| hub.structure().hub.version);
            let news = news.close(hub, version);
            for seat in self.by_hub.get(&hub).into_iter().flat_map(Seats::values) {
                if seat.looks_at(hub) {
                    news.tell(seat, &door.live.metrics);
                }
            }
        }
    }

    /// To all sessions of a user.
    pub fn hand_to_user(&mut self, door: &Door, message: UserFrame) {
        let hears = |seat: &Rc<Seat>| seat.hears(&message.frame);
        for seat in seats_of(&self.by_user, message.user).into_iter().filter(hears) {
            if !seat.keep_for_ready(&message.frame) {
                self.send(door, &seat, &message.frame, Weight::Durable);
            }
        }
    }

    /// Reports changed: to sessions of those who decide about them, and nobody else.
    pub fn tell_who_decides(&mut self, door: &Door, message: ReportsChanged) {
        let ReportsChanged { matter, is_new } = message;
        let event = UserEvent::ReportsChanged { hub: matter.hub, is_new };
        self.tell_those(door, matter.hub, event, |access| matter.is_for(access));
    }

    /// A rule of automod caught something: to sessions of those who are to look at it.
    pub fn tell_who_moderates(&mut self, door: &Door, AutomodCaught(caught): AutomodCaught) {
        self.tell_those(door, caught.hub, caught.event(), |access| caught.is_for(access));
    }

    /// To sessions of those members of a hub whom it is for, by their rights of this moment.
    fn tell_those(&mut self, door: &Door, hub: HubId, event: UserEvent, is_for: impl Fn(&HubAccess) -> bool) {
        let Some(hub) = door.live.hubs.now(hub) else { return };
        let (structure, now) = (hub.structure(), door.live.clock.now());
        let frame = Encoded::new(ServerFrame::Event(Event::User(event)));
        for seat in seats_of(&self.by_hub, hub.id()) {
            let Some(member) = hub.member_now(seat.caller.user) else { continue };
            let access = HubAccess::prove(&seat.caller, &structure, &member, now, Permissions::NONE);
            if access.is_ok_and(|access| is_for(&access)) {
                self.send(door, &seat, &frame, Weight::Durable);
            }
        }
    }

    /// What a session sees of a hub, and who its user is there. `None`: they do not belong to it (any more).
    pub fn seen(
        &mut self,
        door: &Door,
        hub: &Arc<HubHandle>,
        caller: &Caller,
    ) -> Option<(Arc<MemberDoc>, Seen)> {
        let sights = self.sights.entry(hub.id()).or_insert_with(|| Sights::new(hub));
        sights.follow(hub);
        let (member, sight) = sights.of(hub, caller, door.live.clock.now())?;
        self.timeouts.extend(sight.timed_out_until().map(|until| (until, hub.id(), caller.user)));
        Some((member, Seen { hub: Arc::clone(hub), sight }))
    }

    /// What a hub's sessions see may be other, for all of them or those of one user. Who sees and may do what they did
    /// before is told nothing.
    pub fn restructured(&mut self, door: &Door, message: Restructured) {
        let Restructured { hub, only } = message;
        let Some(hub) = door.live.hubs.now(hub) else { return };
        let version = hub.structure().hub.version;
        let (mut steps, mut gained) = (Steps::default(), HashSet::new());
        let concerned = match only {
            Some(user) => seats_of(&self.by_user, user),
            None => seats_of(&self.by_hub, hub.id()),
        };
        // Who is not in the hub yet is told what they see when they enter it.
        for seat in concerned.into_iter().filter(|seat| seat.hubs.borrow().contains_key(&hub.id())) {
            let Some((member, now)) = self.seen(door, &hub, &seat.caller) else { continue };
            let Some(before) = seat.hubs.borrow_mut().insert(hub.id(), now.clone()) else { continue };
            let step = match only {
                Some(_) => Step::of_own_roles(&before, &now.sight, &member.roles, version),
                None => steps.of(&before, &now.sight, version),
            };
            gained.extend(step.gained.iter().map(|place| (seat.caller.user, *place)));
            for hidden in step.lost.iter().filter(|place| seat.is_subscribed(**place)) {
                self.unsubscribe(&seat, *hidden);
            }
            if let Some(frame) = step.frame.as_ref().filter(|frame| seat.hears(frame)) {
                self.send(door, &seat, frame, Weight::Durable);
            }
        }
        read_state::announce_gained(&door.live, gained);
    }

    /// Tells those whose timeouts have ended what they may do again.
    pub fn end_timeouts(&mut self, door: &Door) {
        let now = door.live.clock.now();
        while self.timeouts.first().is_some_and(|(until, ..)| *until <= now) {
            let Some((_, hub, user)) = self.timeouts.pop_first() else { return };
            self.restructured(door, Restructured { hub, only: Some(user) });
        }
    }

    /// All that a session sees of a hub, as it is sent. `None`: its user does not belong to it (any more).
    pub fn view(&mut self, door: &Door, hub: &Arc<HubHandle>, seat: &Seat) -> Option<Bytes> {
        let (member, seen) = self.seen(door, hub, &seat.caller)?;
        Some(self.sights.get_mut(&hub.id())?.encoded(&member, &seen, seat.encoding))
    }

    /// Nobody who came together with others is still to be answered.
    pub fn forget_views(&mut self) {
        self.sights.values_mut().for_each(Sights::forget_views);
    }

    /// These came into a hub.
    pub fn joined(&mut self, door: &Door, message: Joined) {
        let Joined { hub, newcomers } = message;
        let Some(hub) = door.live.hubs.now(hub) else { return };
        let mut welcomes = Welcomes::default();
        for newcomer in &newcomers {
            for seat in seats_of(&self.by_user, newcomer.user) {
                // A session that is still being made ready reads its hubs itself, and finds this one.
                let Some((member, seen)) = self.seen(door, &hub, &seat.caller) else { continue };
                let frame = welcomes.of(&member, &seen, &newcomer.channels);
                self.enter_hub(&seat, &hub, seen);
                self.send(door, &seat, &frame, Weight::Durable);
            }
        }
    }

    /// A user left a hub.
    pub fn left(&mut self, door: &Door, message: Left) {
        let frame = Encoded::new(ServerFrame::Event(Event::User(UserEvent::HubLeft { hub: message.hub })));
        for seat in seats_of(&self.by_user, message.user) {
            self.leave_hub(&seat, message.hub);
            self.send(door, &seat, &frame, Weight::Durable);
        }
    }

    /// A hub is gone.
    pub fn hub_gone(&mut self, door: &Door, HubGone(hub): HubGone) {
        let users: Vec<UserId> = seats_of(&self.by_hub, hub).iter().map(|seat| seat.caller.user).collect();
        for user in users {
            self.left(door, Left { hub, user });
        }
        self.activity.remove(&hub);
    }

    /// A session ended: its sockets close.
    pub fn end_session(&mut self, door: &Door, SessionEnded(session): SessionEnded) {
        let ended: Vec<_> = self.all.values().filter(|seat| seat.caller.lives_by(session)).cloned().collect();
        for seat in ended {
            self.close(door, &seat, CloseCode::SessionEnded);
        }
    }

    /// Tells sessions what happened in places that they see but do not look at.
    pub fn tell_activity(&mut self, door: &Door) {
        for (user, places) in std::mem::take(&mut self.activity_of) {
            let told = told(places);
            for seat in seats_of(&self.by_user, user) {
                let news =
                    told.iter().filter(|(place, frame)| !seat.is_subscribed(*place) && seat.hears(frame));
                if !seat.send_together(&door.live.metrics, news.map(|(_, frame)| &**frame)) {
                    self.close(door, &seat, CloseCode::SlowReader);
                }
            }
        }
        for (hub, channels) in std::mem::take(&mut self.activity) {
            let told = told(channels);
            for seat in seats_of(&self.by_hub, hub) {
                let is_news = |place: PlaceId| seat.sees(hub, place) && !seat.is_subscribed(place);
                let news = told.iter().filter(|(place, frame)| is_news(*place) && seat.hears(frame));
                // One chunk: a queue counts frames, and many channels may be active at once.
                if !seat.send_together(&door.live.metrics, news.map(|(_, frame)| &**frame)) {
                    self.close(door, &seat, CloseCode::SlowReader);
                }
            }
        }
    }

    /// Closes sessions of which nothing was heard.
    pub fn close_silent(&mut self, door: &Door, patience: Duration) {
        let now = Instant::now();
        let silent: Vec<_> = self
            .all
            .values()
            .filter(|seat| now.duration_since(seat.last_heard.get()) > patience)
            .cloned()
            .collect();
        for seat in silent {
            self.close(door, &seat, CloseCode::Silent);
        }
    }

    /// Every session is told to come back, spread over some seconds, and closed.
    pub fn shut_down(&mut self, door: &Door, _: Shutdown) {
        let spread_ms = 1_000 + 2 * self.all.len() as u64;
        let seats: Vec<_> = self.all.values().cloned().collect();
        for (place, seat) in seats.into_iter().enumerate() {
            let after_ms = 250 + spread_ms * (place as u64 * 7919 % 1000) / 1000;
            seat.send(
                &door.live.metrics,
                &Encoded::new(ServerFrame::Reconnect { after_ms }),
                Weight::Durable,
            );
            self.close(door, &seat, CloseCode::Restart);
        }
    }
}

/// What happened in places, to be told.
fn told(places: HashMap<PlaceId, ChannelActivity>) -> Vec<(PlaceId, Arc<Encoded>)> {
    let frame = |activity| Encoded::new(ServerFrame::Event(Event::User(UserEvent::Activity(activity))));
    places.into_iter().map(|(place, activity)| (place, frame(activity))).collect()
}

/// A copy, so that sessions may leave while it is walked.
fn seats_of<K: Hash + Eq>(table: &HashMap<K, Seats>, key: K) -> Vec<Rc<Seat>> {
    table.get(&key).map(|seats| seats.values().cloned().collect()).unwrap_or_default()
}
