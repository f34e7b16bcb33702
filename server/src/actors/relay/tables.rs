//! Which local session looks at what, and what each of them is sent.

use super::messages::{ChannelFrame, Deliver, HubChanged, HubFrame, Joined, Left, UserFrame};
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::read_state;
use crate::gateway::{Encoded, Followers, Seat, Seen, Views, Weight, Writer};
use hubbub_shared::model::ChannelActivity;
use hubbub_shared::protocol::{CloseCode, Event, ServerFrame, UserEvent};
use hubbub_shared::{ChannelId, HubId, SessionId, UserId};
use indexmap::IndexMap;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The sessions of one key, by their numbers: quick to walk, quick to leave.
type Seats = IndexMap<u64, Rc<Seat>>;

/// The sessions of one worker thread.
pub struct Tables {
    writer: Rc<Writer>,
    all: Seats,
    by_user: HashMap<UserId, Seats>,
    by_hub: HashMap<HubId, Seats>,
    by_channel: HashMap<ChannelId, Followers>,
    /// What happened in channels since activity was last told.
    activity: HashMap<HubId, HashMap<ChannelId, ChannelActivity>>,
}

/// Most sockets of one person on one worker thread.
const MOST_SOCKETS: usize = 50;

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
            by_user: HashMap::new(),
            by_hub: HashMap::new(),
            by_channel: HashMap::new(),
            activity: HashMap::new(),
        }
    }

    /// Whether a session is registered and not over. One that is over must not be entered anywhere again.
    pub fn has(&self, seat: &Seat) -> bool {
        self.all.contains_key(&seat.number)
    }

    /// A session whose user is known. From now on it gets what is for its user.
    /// Somebody with very many open sockets loses the oldest.
    pub fn register(&mut self, app: &App, seat: &Rc<Seat>) {
        let oldest = self.by_user.get(&seat.caller.user).filter(|seats| seats.len() >= MOST_SOCKETS);
        if let Some(oldest) = oldest.and_then(|seats| seats.values().min_by_key(|seat| seat.number).cloned())
        {
            self.close(app, &oldest, CloseCode::RateLimited);
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
        for channel in seat.subscribed_in(hub) {
            self.unsubscribe(seat, channel);
        }
        let Some(seen) = seat.hubs.borrow_mut().remove(&hub) else { return };
        leave(&mut self.by_hub, hub, seat.number);
        seen.hub.disconnected(seat.caller.user);
    }

    /// A session looks at a channel that its user may see; what happens there is held until it has caught up.
    /// `false`: the session is over, or its user has left the hub.
    #[must_use]
    pub fn subscribe(
        &mut self,
        app: &App,
        seat: &Rc<Seat>,
        hub: &Arc<HubHandle>,
        channel: ChannelId,
    ) -> bool {
        if !self.has(seat) {
            return false;
        }
        if !seat.hubs.borrow().contains_key(&hub.id()) {
            // The hub was joined, and telling so failed.
            let Some(view) = Views::new(app, hub).of(&seat.caller) else { return false };
            self.enter_hub(seat, hub, Seen { hub: Arc::clone(hub), visible: Rc::clone(&view.visible) });
        }
        let subscription = seat.hold(hub.id(), channel);
        self.by_channel.entry(channel).or_default().insert(seat.number, subscription);
        true
    }

    /// A session no longer looks at a channel.
    pub fn unsubscribe(&mut self, seat: &Rc<Seat>, channel: ChannelId) {
        seat.channels.borrow_mut().remove(&channel);
        if let Entry::Occupied(mut followers) = self.by_channel.entry(channel) {
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
        let channels: Vec<ChannelId> = seat.channels.borrow().keys().copied().collect();
        for channel in channels {
            self.unsubscribe(seat, channel);
        }
    }

    /// Sends a frame to one session; a session whose queue is full is closed and leaves.
    fn send(&mut self, app: &App, seat: &Rc<Seat>, frame: &Arc<Encoded>, weight: Weight) {
        if !seat.send(app, frame, weight) {
            self.close(app, seat, CloseCode::SlowReader);
        }
    }

    /// Closes a session and forgets it.
    pub fn close(&mut self, app: &App, seat: &Rc<Seat>, code: CloseCode) {
        if code == CloseCode::SlowReader {
            app.metrics.queue_overflows.inc();
        }
        self.remove(seat);
        seat.outbound.close(code);
    }

    /// Durable events of a channel.
    pub fn deliver(&mut self, app: &App, message: Deliver) {
        let Deliver { hub, activity, burst } = message;
        let channel = activity.channel;
        if let Some(followers) = self.by_channel.get(&channel) {
            let count = (followers.len() * burst.frames().len()) as u64;
            app.metrics.deliveries.inc_by(count);
            app.metrics.frames_out.inc_by(count);
            self.writer.deliver(followers, burst);
        }
        if self.by_hub.contains_key(&hub) {
            self.activity.entry(hub).or_default().insert(channel, activity);
        }
    }

    /// Something fleeting in a channel.
    pub fn to_channel(&mut self, app: &App, message: ChannelFrame) {
        if let Some(followers) = self.by_channel.get(&message.channel) {
            followers.all().for_each(|subscription| subscription.tell(&message.frame));
            app.metrics.frames_out.inc_by(followers.len() as u64);
        }
    }

    /// To sessions that look at the hub. Losing one of these harms nobody: lists are read afresh when opened.
    pub fn to_hub(&mut self, app: &App, message: HubFrame) {
        if let Some(seats) = self.by_hub.get(&message.hub) {
            for seat in seats.values().filter(|seat| seat.looks_at(message.hub)) {
                seat.send(app, &message.frame, Weight::Fleeting);
            }
        }
    }

    /// To all sessions of a user.
    pub fn to_user(&mut self, app: &App, message: UserFrame) {
        for seat in seats_of(&self.by_user, message.user) {
            if !seat.keep_for_ready(&message.frame) {
                self.send(app, &seat, &message.frame, Weight::Durable);
            }
        }
    }

    /// Views of a hub are to be made anew, for all its sessions or those of one user.
    pub fn hub_changed(&mut self, app: &App, message: HubChanged) {
        let HubChanged { hub, only } = message;
        let mut views = Views::new(app, &hub);
        let mut gained = HashSet::new();
        for seat in seats_of(&self.by_hub, hub.id()) {
            if only.is_some_and(|user| user != seat.caller.user) {
                continue;
            }
            let Some(view) = views.of(&seat.caller) else { continue };
            for channel in seat.not_yet_seen(hub.id(), &view.visible) {
                gained.insert((seat.caller.user, channel));
            }
            let hidden: Vec<ChannelId> = seat
                .subscribed_in(hub.id())
                .into_iter()
                .filter(|channel| !view.visible.contains(channel))
                .collect();
            for channel in hidden {
                self.unsubscribe(&seat, channel);
            }
            seat.hubs
                .borrow_mut()
                .insert(hub.id(), Seen { hub: Arc::clone(&hub), visible: Rc::clone(&view.visible) });
            self.send(app, &seat, &view.frame, Weight::Durable);
        }
        read_state::announce_gained(app, hub.id(), gained);
    }

    /// A user came into a hub.
    pub fn joined(&mut self, app: &App, message: Joined) {
        let Joined { hub, user, channels } = message;
        let mut views = Views::new(app, &hub);
        for seat in seats_of(&self.by_user, user) {
            // A session that is still being made ready reads its hubs itself, and finds this one.
            let Some(view) = views.of(&seat.caller) else { continue };
            let event = UserEvent::HubJoined { hub: view.hub.clone(), channels: channels.clone() };
            let frame = Encoded::new(ServerFrame::Event(Event::User(event)));
            self.enter_hub(&seat, &hub, Seen { hub: Arc::clone(&hub), visible: Rc::clone(&view.visible) });
            self.send(app, &seat, &frame, Weight::Durable);
        }
    }

    /// A user left a hub.
    pub fn left(&mut self, app: &App, message: Left) {
        let frame = Encoded::new(ServerFrame::Event(Event::User(UserEvent::HubLeft { hub: message.hub })));
        for seat in seats_of(&self.by_user, message.user) {
            self.leave_hub(&seat, message.hub);
            self.send(app, &seat, &frame, Weight::Durable);
        }
    }

    /// A hub is gone.
    pub fn hub_gone(&mut self, app: &App, hub: HubId) {
        let users: Vec<UserId> = seats_of(&self.by_hub, hub).iter().map(|seat| seat.caller.user).collect();
        for user in users {
            self.left(app, Left { hub, user });
        }
        self.activity.remove(&hub);
    }

    /// A session ended: its sockets close.
    pub fn end_session(&mut self, app: &App, session: SessionId) {
        let ended: Vec<_> =
            self.all.values().filter(|seat| seat.caller.session == session).cloned().collect();
        for seat in ended {
            self.close(app, &seat, CloseCode::SessionEnded);
        }
    }

    /// Tells sessions what happened in channels that they see but do not look at.
    pub fn tell_activity(&mut self, app: &App) {
        for (hub, channels) in std::mem::take(&mut self.activity) {
            let told: Vec<_> = channels
                .into_iter()
                .map(|(channel, activity)| {
                    (channel, Encoded::new(ServerFrame::Event(Event::User(UserEvent::Activity(activity)))))
                })
                .collect();
            for seat in seats_of(&self.by_hub, hub) {
                let news = told
                    .iter()
                    .filter(|(channel, _)| seat.sees(hub, *channel) && !seat.is_subscribed(*channel));
                // One chunk: a queue counts frames, and many channels may be active at once.
                if !seat.send_together(app, news.map(|(_, frame)| &**frame)) {
                    self.close(app, &seat, CloseCode::SlowReader);
                }
            }
        }
    }

    /// Closes sessions of which nothing was heard.
    pub fn close_silent(&mut self, app: &App, patience: Duration) {
        let now = Instant::now();
        let silent: Vec<_> = self
            .all
            .values()
            .filter(|seat| now.duration_since(seat.last_heard.get()) > patience)
            .cloned()
            .collect();
        for seat in silent {
            self.close(app, &seat, CloseCode::Silent);
        }
    }

    /// Every session is told to come back, spread over some seconds, and closed.
    pub fn shut_down(&mut self, app: &App) {
        let spread_ms = 1_000 + 2 * self.all.len() as u64;
        let seats: Vec<_> = self.all.values().cloned().collect();
        for (place, seat) in seats.into_iter().enumerate() {
            let after_ms = 250 + spread_ms * (place as u64 * 7919 % 1000) / 1000;
            seat.send(app, &Encoded::new(ServerFrame::Reconnect { after_ms }), Weight::Durable);
            self.close(app, &seat, CloseCode::Restart);
        }
    }
}

/// A copy, so that sessions may leave while it is walked.
fn seats_of<K: Hash + Eq>(table: &HashMap<K, Seats>, key: K) -> Vec<Rc<Seat>> {
    table.get(&key).map(|seats| seats.values().cloned().collect()).unwrap_or_default()
}
