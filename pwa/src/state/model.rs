//! Everything the app knows of the person's world, and how it changes.

use crate::sorted::{Map, Set};
use crate::state::part::{DMS, HUBS, LIVE, ME, MEMBERS, MESSAGES, OPEN, OUTBOX, Part, READING, TYPING};
use crate::state::{
    Applied, Badge, Dms, Drafts, Hubs, KEPT_MESSAGES, Keeping, KeptPage, Members, Outbox, PARTS, Reacting,
    Reading, Timeline, Typing, Wanted,
};
use hubbub_shared::model::{ChannelChanges, ChannelState, Dm, HubView, Me, Message, MessagePage, User};
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event, HubEvent, Ready, ServerFrameOf, UserEvent};
use hubbub_shared::{ChannelId, HubId, MessageId, Permissions, SessionId, UserId};
use std::rc::Rc;

/// What has to be done after a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Todo {
    /// Look for what is kept of a channel, and tell [`Model::recalled`].
    Recall(ChannelId),
    /// Follow a channel from here on.
    Subscribe {
        /// The channel that is on the screen.
        channel: ChannelId,
        /// What is known already.
        since_rev: Option<u64>,
    },
    /// Something was passed over: wait a little, then ask [`Model::catch_up_again`].
    CatchUpSoon(ChannelId),
    /// So it was in a hub: wait a little, then ask [`Model::reload`].
    ReloadSoon(HubId),
    /// Much happened to members of a hub: ask anew for those who are shown, not all at the same moment.
    MeetAgain(HubId),
    /// No longer follow a channel.
    Unsubscribe(ChannelId),
    /// Send what is waiting, and keep what is left for the next start.
    Flush,
    /// Tell people who do not see the screen.
    Announce(Rc<Message>),
    /// The newest message was seen: tell the server.
    MarkRead(ChannelId),
    /// The place that is shown is gone.
    Leave(HubId),
    /// Reports about which the person decides have changed, or, without a hub, what became of their own. Tell them if
    /// something was reported just now, or is decided.
    TellOfReports(Option<HubId>, bool),
    /// A rule of automod points at a message in this channel, or keeps one of this hub.
    TellOfCaught(HubId, ChannelId, Option<MessageId>),
    /// What the person saved is other than before; perhaps they are to be reminded of this message.
    TellOfSaved(Option<(ChannelId, MessageId)>),
    /// What the person wants to be sent later is another; perhaps something was refused.
    TellOfScheduled(bool),
}

/// The channel that is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    channel: ChannelId,
    /// What was read when it was opened, if something was not.
    divider: Option<u64>,
    /// How many were new then.
    unread: u64,
    /// What was read was known from the server then, not from an earlier run.
    live: bool,
    /// The person has put back how far they have read, to go on later: looking at it is no reading.
    put_back: bool,
}

/// See the module.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// The person, known together with their hubs. `None`: not known yet.
    pub me: Part<Option<Me>, ME>,
    /// This device's session.
    pub session: Option<SessionId>,
    /// Hubs and channels.
    pub hubs: Part<Hubs, HUBS>,
    /// What is read.
    pub reading: Part<Reading, READING>,
    /// Where the person has begun to write.
    pub drafts: Part<Drafts, READING>,
    /// Messages on their way.
    pub outbox: Part<Outbox, OUTBOX>,
    /// Who is typing in which channel.
    pub typing: Part<Typing, TYPING>,
    /// Who is where.
    pub members: Part<Members, MEMBERS>,
    /// What is written down for the next start.
    pub keeping: Keeping,
    timelines: Part<Map<ChannelId, Timeline>, MESSAGES>,
    /// What the person reacted with and was not told yet.
    pub reacting: Part<Reacting, MESSAGES>,
    open: Part<Option<Open>, OPEN>,
    /// What is kept of this channel is being looked for: it is followed from there.
    recalling: Option<ChannelId>,
    /// The newest message is on the screen and somebody looks.
    watching: bool,
    live: Part<bool, LIVE>,
    /// Encrypted conversations, as far as they are shown.
    pub dms: Part<Dms, DMS>,
    /// Hubs that are to be asked for.
    pub(super) reloading: Set<HubId>,
}

impl Model {
    /// The person's id.
    pub fn my_id(&self) -> Option<UserId> {
        self.me.as_ref().map(|me| me.id)
    }

    /// The messages of a channel, if any were loaded.
    pub fn timeline(&self, channel: ChannelId) -> Option<&Timeline> {
        self.timelines.get(&channel)
    }

    /// The versions of the parts.
    pub fn versions(&self) -> [u64; PARTS] {
        let mut versions = [0; PARTS];
        versions[ME] = Part::version_of(&self.me);
        versions[HUBS] = Part::version_of(&self.hubs);
        versions[READING] = Part::version_of(&self.reading) + Part::version_of(&self.drafts);
        versions[OUTBOX] = Part::version_of(&self.outbox);
        versions[TYPING] = Part::version_of(&self.typing);
        versions[MEMBERS] = Part::version_of(&self.members);
        versions[MESSAGES] = Part::version_of(&self.timelines) + Part::version_of(&self.reacting);
        versions[OPEN] = Part::version_of(&self.open);
        versions[LIVE] = Part::version_of(&self.live);
        versions[DMS] = Part::version_of(&self.dms);
        versions
    }

    /// All channels of which messages were loaded.
    pub fn timelines(&self) -> impl Iterator<Item = (ChannelId, &Timeline)> {
        self.timelines.iter().map(|(channel, timeline)| (*channel, timeline))
    }

    /// For changes that do not come from the gateway's events: paging.
    pub fn timeline_mut(&mut self, channel: ChannelId) -> &mut Timeline {
        self.timelines.entry(channel).or_default()
    }

    /// Where the line "new" stands in the channel on the screen.
    pub fn divider(&self) -> Option<u64> {
        self.open.and_then(|open| open.divider)
    }

    /// How many messages there were below that line when the channel was opened.
    pub fn unread_at_opening(&self) -> u64 {
        self.open.map_or(0, |open| open.unread)
    }

    /// The person has seen what was new: the line goes.
    pub fn forget_divider(&mut self) {
        if let Some(open) = &mut *self.open {
            open.divider = None;
        }
    }

    /// The channel on the screen.
    pub fn open_channel(&self) -> Option<ChannelId> {
        self.open.map(|open| open.channel)
    }

    /// Somebody by the name that the hub of the open channel calls them, if they were ever seen.
    pub fn person(&self, user: UserId) -> Option<&User> {
        let hub = self.open_channel().and_then(|channel| self.hubs.hub_of(channel));
        let member = hub.and_then(|hub| self.members.get(hub, user));
        member.map(|member| &member.user).or_else(|| self.members.user(user))
    }

    /// What they are called there.
    pub fn name_of(&self, user: UserId) -> Option<String> {
        self.person(user).map(|user| user.display_name.clone())
    }

    /// All channels of a hub together.
    pub fn hub_badge(&self, hub: &HubView) -> Badge {
        hub.channels.iter().map(|channel| self.reading.badge(channel.id)).fold(Badge::default(), Badge::plus)
    }

    /// How many messages mention the person, everywhere.
    pub fn mentions(&self) -> u64 {
        self.hubs.all().iter().map(|hub| self.hub_badge(hub).mentions).sum()
    }

    /// What the person may do in a channel.
    pub fn permissions(&self, channel: ChannelId) -> Permissions {
        match self.hubs.channel(channel) {
            Some(channel) => channel.permissions,
            None => self.dms.permissions(channel),
        }
    }

    /// The connection is live: everything as the server sees it.
    pub fn ready(&mut self, ready: Ready) -> Vec<Todo> {
        self.members.meet(&ready.me.user());
        *self.me = Some(ready.me);
        self.session = Some(ready.session);
        self.hubs.replace(ready.hubs);
        let read_meanwhile = self.reading.replace(ready.channels);
        self.drafts.replace(ready.drafts);
        self.forget_lost_channels();
        *self.live = true;
        if let Some(open) = self.open.filter(|open| !open.live && !read_meanwhile.contains(&open.channel)) {
            self.note_opening(open.channel);
        }
        let mut todos = self.follow_open();
        todos.extend(read_meanwhile.into_iter().map(Todo::MarkRead));
        todos
    }

    /// Knows nothing but what an earlier run of the app did not get sent.
    pub fn with_outbox(outbox: Outbox) -> Self {
        Self { outbox: outbox.into(), ..Self::default() }
    }

    /// What an earlier run of the app saw, to have something to show while there is no connection.
    pub fn remember(&mut self, snapshot: Ready) {
        *self.me = Some(snapshot.me);
        self.hubs.replace(snapshot.hubs);
        self.reading.replace(snapshot.channels);
        self.drafts.replace(snapshot.drafts);
    }

    /// The newest messages of a channel, as an earlier run of the app left them.
    pub fn remember_page(&mut self, channel: ChannelId, kept: KeptPage) {
        let KeptPage { page, news } = kept;
        let rev = page.rev;
        self.show_page(channel, page);
        let timeline = self.timelines.entry(channel).or_default();
        // News of another page are what an older app left behind.
        if let Some(ChannelChanges::Since { messages, rev: to }) = news
            && to > rev
        {
            timeline.start_syncing();
            timeline.catch_up(ChannelChanges::Since { messages: messages.clone(), rev: to }, true);
            self.keeping.recalled(channel, timeline, rev);
            return self.meet(channel, &messages);
        }
        self.keeping.recalled(channel, timeline, rev);
    }

    /// The newest messages of a channel, as the server just told them; the device may have others.
    pub fn show_page(&mut self, channel: ChannelId, page: MessagePage) {
        self.meet(channel, &page.messages);
        let timeline = self.timelines.entry(channel).or_default();
        timeline.catch_up(ChannelChanges::StartOver(page), true);
    }

    /// Whether hubs and channels are known, be it from an earlier run.
    pub fn is_known(&self) -> bool {
        self.me.is_some()
    }

    /// Somebody else signed in on this device: nothing of the one before may be shown.
    pub fn forget_person(&mut self) {
        *self.me = None;
        *self.hubs = Hubs::default();
        *self.reading = Reading::default();
        *self.drafts = Drafts::default();
        *self.outbox = Outbox::default();
        *self.typing = Typing::default();
        *self.members = Members::default();
        self.timelines.clear();
        *self.reacting = Reacting::default();
        *self.live = false;
        *self.dms = Dms::default();
        (self.session, self.recalling, self.watching) = (None, None, false);
        self.keeping = Keeping::default();
        self.reloading.clear();
    }

    /// Whether what is here is what the server has.
    pub fn is_live(&self) -> bool {
        *self.live
    }

    /// The connection broke.
    pub fn connection_lost(&mut self) {
        *self.live = false;
        self.outbox.connection_lost();
        self.members.may_be_outdated();
        self.reloading.clear();
        self.timelines.iter_mut().for_each(|(_, timeline)| timeline.stop_syncing());
    }

    fn forget_lost_channels(&mut self) {
        let (hubs, dms) = (&self.hubs, &self.dms);
        let is_lost = |channel: &ChannelId| !hubs.sees(*channel) && dms.get(*channel).is_none();
        if self.timelines.keys().any(is_lost) {
            self.timelines.retain(|channel, _| !is_lost(channel));
        }
    }

    fn follow_open(&mut self) -> Vec<Todo> {
        let mut todos = vec![Todo::Flush];
        if let Some(channel) = self.open_channel().filter(|channel| self.sees(*channel)) {
            todos.extend(self.follow(channel));
        }
        todos
    }

    pub(super) fn follow(&mut self, channel: ChannelId) -> Vec<Todo> {
        if self.recalling == Some(channel) {
            return Vec::new();
        }
        let timeline = self.timelines.entry(channel).or_default();
        if self.dms.get(channel).is_some() {
            timeline.seal();
        }
        let since_rev = timeline.start_syncing();
        let shown: Vec<UserId> = timeline.messages().flat_map(|message| people_in(message)).collect();
        self.show_people(channel, shown);
        self.show_people(channel, self.my_id());
        vec![Todo::Subscribe { channel, since_rev }]
    }

    /// Names and roles of these people are on the screen, or soon will be.
    fn show_people(&mut self, channel: ChannelId, users: impl IntoIterator<Item = UserId>) {
        let Some(hub) = self.hubs.hub_of(channel) else { return };
        let unknown: Vec<UserId> =
            users.into_iter().filter(|user| self.members.would_want(hub, *user)).collect();
        if !unknown.is_empty() {
            self.members.want(hub, unknown);
        }
    }

    /// Messages of a channel are here: so are the names of their authors.
    fn meet<'a>(&mut self, channel: ChannelId, messages: impl IntoIterator<Item = &'a Message>) {
        let mut shown = Vec::new();
        for message in messages {
            if !message.author.webhook && self.members.user(message.author.id) != Some(&message.author) {
                self.members.meet(&message.author);
            }
            shown.extend(people_in(message));
        }
        self.show_people(channel, shown);
    }

    /// The person looks at this channel now.
    pub fn open(&mut self, channel: ChannelId) -> Vec<Todo> {
        if self.open_channel() == Some(channel) {
            return Vec::new();
        }
        let mut todos = self.close();
        self.note_opening(channel);
        if self.keeping.has(channel) && !self.timeline(channel).is_some_and(Timeline::is_loaded) {
            self.recalling = Some(channel);
            todos.push(Todo::Recall(channel));
        }
        if *self.live && self.sees(channel) {
            todos.extend(self.follow(channel));
        }
        todos
    }

    /// Whether the person can see a channel, or is in the conversation.
    fn sees(&self, channel: ChannelId) -> bool {
        self.hubs.sees(channel) || self.dms.get(channel).is_some()
    }

    /// Takes the encrypted conversations that there are. One that is open and was not known is followed.
    pub fn know_dms(&mut self, dms: Vec<Dm>) -> Vec<Todo> {
        self.learn_dms(dms, |known, all| known.replace(all))
    }

    /// Takes one of them.
    pub fn know_dm(&mut self, dm: Dm) -> Vec<Todo> {
        self.learn_dms(vec![dm], |known, all| all.into_iter().for_each(|dm| known.put(dm)))
    }

    fn learn_dms(&mut self, dms: Vec<Dm>, learn: fn(&mut Dms, Vec<Dm>)) -> Vec<Todo> {
        self.reading.learn(dms.iter().map(|dm| dm.state.clone()).collect());
        dms.iter().flat_map(|dm| &dm.members).for_each(|member| self.members.meet(member));
        let open = self.open_channel();
        let was_known = open.is_some_and(|channel| self.sees(channel));
        learn(&mut self.dms, dms);
        match open.filter(|channel| *self.live && !was_known && self.sees(*channel)) {
            Some(channel) => {
                self.note_opening(channel);
                self.follow(channel)
            }
            None => Vec::new(),
        }
    }

    /// How much is new in all of them.
    pub fn dm_unread(&self) -> u64 {
        self.dms.all().iter().map(|dm| self.reading.badge(dm.id).unread).sum()
    }

    /// What was kept of a channel, if anything.
    pub fn recalled(&mut self, channel: ChannelId, kept: Option<KeptPage>) -> Vec<Todo> {
        if self.recalling != Some(channel) {
            return Vec::new();
        }
        self.recalling = None;
        if let Some(kept) = kept {
            self.remember_page(channel, kept);
        }
        if *self.live && self.hubs.sees(channel) { self.follow(channel) } else { Vec::new() }
    }

    fn note_opening(&mut self, channel: ChannelId) {
        let state = self.reading.of(channel).filter(|state| state.unread > 0);
        let (divider, unread) = (state.map(|state| state.read_seq), state.map_or(0, |state| state.unread));
        *self.open = Some(Open { channel, divider, unread, live: *self.live, put_back: false });
    }

    /// Where the person stands in a channel, by the server.
    fn stands(&mut self, state: ChannelState) {
        let channel = state.channel;
        let before = self.reading.of(channel).map_or(0, |known| known.put_back);
        self.reading.told(state);
        let Some(now) = self.reading.of(channel).filter(|_| self.open_channel() == Some(channel)) else {
            return;
        };
        let (is_put_back, is_read) = (now.put_back > before, now.unread == 0);
        if is_put_back {
            self.note_opening(channel);
        }
        if (is_put_back || is_read)
            && let Some(open) = self.open.as_mut()
        {
            open.put_back = is_put_back;
        }
    }

    fn is_put_back(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.put_back)
    }

    /// The person looks at no channel.
    pub fn close(&mut self) -> Vec<Todo> {
        (self.watching, self.recalling) = (false, None);
        let Some(open) = self.open.take() else { return Vec::new() };
        if let Some(timeline) = self.timelines.get_mut(&open.channel) {
            timeline.stop_syncing();
            timeline.trim(KEPT_MESSAGES);
        }
        if *self.live { vec![Todo::Unsubscribe(open.channel)] } else { Vec::new() }
    }

    /// Whether the newest message of the open channel is on the screen.
    pub fn watch(&mut self, watching: bool) -> Vec<Todo> {
        self.watching = watching;
        self.note_read().into_iter().collect()
    }

    /// Whether [`Self::watch`] would change anything; asked at every scroll.
    pub fn would_change_by_watching(&self, watching: bool) -> bool {
        let unread = self.open_channel().is_some_and(|channel| self.reading.badge(channel).unread > 0);
        self.watching != watching || (watching && unread && !self.is_put_back())
    }

    /// Without a connection, what is on the screen may not be the newest there is.
    fn note_read(&mut self) -> Option<Todo> {
        let channel = self.open_channel().filter(|_| self.watching && !self.is_put_back())?;
        let up_to = match *self.live {
            true => None,
            false => Some(Rc::clone(self.timeline(channel)?.newest().next_back()?)),
        };
        self.reading.read(channel, up_to.as_deref()).then_some(Todo::MarkRead(channel))
    }

    /// The answer to `subscribe`; not whole: something was left out of it.
    pub fn caught_up(&mut self, channel: ChannelId, changes: ChannelChanges, is_whole: bool) -> Vec<Todo> {
        let messages = match &changes {
            ChannelChanges::Since { messages, .. } => messages,
            ChannelChanges::StartOver(page) => &page.messages,
        };
        self.meet(channel, messages);
        let arrived: Vec<Message> =
            messages.iter().filter(|message| message.nonce.is_some()).cloned().collect();
        arrived.iter().for_each(|message| self.note_sent(message));
        let newer = self.newer_than_known(channel, messages.to_vec());
        for message in &newer {
            let concerns_me = self.concerns_me(message);
            self.reading.message_came(message, concerns_me);
        }
        // Whatever was told meanwhile is in the answer.
        if !self.reacting.is_idle() {
            self.reacting.forget();
        }
        let timeline = self.timeline_mut(channel);
        let gap = timeline.catch_up(changes, is_whole);
        let has_unread = timeline.has_unread();
        let mut todos: Vec<Todo> = self.note_read().into_iter().collect();
        if gap {
            todos.extend(self.follow(channel));
        } else if has_unread {
            todos.push(Todo::CatchUpSoon(channel));
        }
        todos
    }

    /// Messages that came while nobody was connected are in the snapshot's counts; those after it are not.
    fn newer_than_known(&self, channel: ChannelId, messages: Vec<Message>) -> Vec<Message> {
        let known = self.reading.of(channel).map_or(0, |state| state.last_seq);
        messages.into_iter().filter(|message| message.seq > known && !message.deleted).collect()
    }

    /// A page of a channel's history; not whole: something was left out of it. False: it no longer fits to what is shown.
    pub fn page(&mut self, channel: ChannelId, wanted: Wanted, page: MessagePage, is_whole: bool) -> bool {
        self.meet(channel, &page.messages);
        let Some(timeline) = self.timelines.get_mut(&channel) else { return false };
        if !is_whole {
            timeline.lacks();
        }
        timeline.page(wanted, page)
    }

    /// A message of the person's own is stored; no longer on its way.
    pub fn note_sent(&mut self, message: &Message) {
        let mine = self.my_id() == Some(message.author.id);
        if let Some(nonce) = message.nonce.as_ref().filter(|_| mine) {
            self.outbox.sent(nonce);
        }
    }

    /// The reply to a send. The event may come before or after it, or not at all if the channel is not followed.
    pub fn sent(&mut self, message: &Message) -> Vec<Todo> {
        self.note_sent(message);
        // Shown before its event comes, else it would vanish for a moment; the event finds it here.
        if let Some(timeline) =
            self.timelines.get_mut(&message.channel).filter(|timeline| timeline.is_loaded())
        {
            timeline.put(message.clone());
        }
        vec![Todo::Flush]
    }

    /// The server told something by itself.
    pub fn told<R>(&mut self, frame: ServerFrameOf<R>, now: i64) -> Vec<Todo> {
        match frame {
            ServerFrameOf::Ready(ready) => self.ready(*ready),
            ServerFrameOf::Event(event) => self.event(event),
            ServerFrameOf::Ephemeral(ephemeral) => {
                self.ephemeral(ephemeral, now);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Something durable happened.
    pub fn event(&mut self, event: Event) -> Vec<Todo> {
        match event {
            Event::Channel { channel, rev, change } => self.channel_event(channel, rev, change),
            Event::Hub { hub, version: _, change } => self.hub_event(hub, change),
            Event::User(event) => self.user_event(event),
        }
    }

    fn channel_event(&mut self, channel: ChannelId, rev: u64, mut change: ChannelEvent) -> Vec<Todo> {
        match &mut change {
            ChannelEvent::MessageCreated(message) | ChannelEvent::MessageEdited(message) => {
                self.meet(channel, [&*message]);
            }
            ChannelEvent::MessageReacted { message, by, .. } => {
                let me = self.my_id();
                for one in by.iter_mut() {
                    one.added.retain(|user| Some(*user) == me);
                    one.removed.retain(|user| Some(*user) == me);
                }
                if !self.reacting.is_idle() {
                    self.reacting.told(*message, by);
                }
            }
            ChannelEvent::PollVoted { .. } | ChannelEvent::MessageDeleted { .. } => {}
        }
        let applied = self.timeline_mut(channel).apply(rev, change);
        // With the row that is on its way removed in the same step as its message is added, nothing is shown twice.
        match applied {
            Applied::New(message) => self.message_came(message),
            Applied::Gap => self.follow(channel),
            Applied::Changed | Applied::Known | Applied::Unread => Vec::new(),
        }
    }

    fn message_came(&mut self, message: Rc<Message>) -> Vec<Todo> {
        let me = self.my_id();
        let mine = me == Some(message.author.id);
        self.note_sent(&message);
        if self.typing.writes(message.channel, message.author.id) {
            self.typing.sent(message.channel, message.author.id);
        }
        let concerns_me = self.concerns_me(&message);
        self.reading.message_came(&message, concerns_me);
        let mut todos: Vec<Todo> = self.note_read().into_iter().collect();
        if mine {
            todos.push(Todo::Flush);
        } else if self.dms.get(message.channel).is_none()
            && self.hears(message.author.id)
            && self.open_channel() == Some(message.channel)
        {
            todos.push(Todo::Announce(message));
        }
        todos
    }

    fn hub_event(&mut self, hub: HubId, change: HubEvent) -> Vec<Todo> {
        match change {
            HubEvent::Changed(change) => {
                let known =
                    self.hubs.own().find(|view| view.id == hub && view.version <= change.view.version);
                if let Some(mut view) = known.map(|view| HubView::clone(view)) {
                    view.apply(*change);
                    return self.show_hub(view);
                }
            }
            HubEvent::MemberJoined(member) | HubEvent::MemberUpdated(member) => self.members.put(hub, member),
            HubEvent::MemberLeft { user } => self.members.remove(hub, user),
            HubEvent::MembersChanged => return vec![Todo::MeetAgain(hub)],
        }
        Vec::new()
    }

    /// A hub as it is now. An open channel that has just become visible is followed.
    pub fn hub_changed(&mut self, view: HubView) -> Vec<Todo> {
        self.reloading.remove(&view.id);
        self.show_hub(view)
    }

    /// The same, where what was not understood before may still be missing.
    fn show_hub(&mut self, view: HubView) -> Vec<Todo> {
        let open = self.open_channel();
        let was_visible = open.is_some_and(|channel| self.hubs.sees(channel));
        self.hubs.put(view);
        // Slow mode may be over, or no longer concern the person.
        if self.outbox.holds_back() {
            self.outbox.release();
        }
        self.forget_lost_channels();
        match open.filter(|channel| *self.live && !was_visible && self.hubs.sees(*channel)) {
            Some(channel) => self.follow(channel),
            None => Vec::new(),
        }
    }

    fn user_event(&mut self, event: UserEvent) -> Vec<Todo> {
        match event {
            UserEvent::HubJoined { hub, channels } => {
                self.reading.learn(channels);
                return self.hub_changed(hub);
            }
            UserEvent::HubLeft { hub } => return self.hub_left(hub),
            UserEvent::Activity(activity) => self.reading.active(&activity),
            UserEvent::ChannelState(state) => self.stands(state),
            UserEvent::ReportsChanged { hub, is_new } => return vec![Todo::TellOfReports(Some(hub), is_new)],
            UserEvent::ReportResolved { .. } => return vec![Todo::TellOfReports(None, true)],
            UserEvent::AutomodCaught { hub, channel, message } => {
                return vec![Todo::TellOfCaught(hub, channel, message)];
            }
            UserEvent::DraftChanged(mark) => self.drafts.tell(mark),
            UserEvent::SavedMessagesChanged => return vec![Todo::TellOfSaved(None)],
            UserEvent::ScheduledMessagesChanged { refused } => return vec![Todo::TellOfScheduled(refused)],
            UserEvent::Reminded { channel, message } => {
                return vec![Todo::TellOfSaved(Some((channel, message)))];
            }
            // What is not known here is told with the vote when it is read.
            UserEvent::Voted { channel, message, answers } if self.timeline(channel).is_some() => {
                self.timeline_mut(channel).choose(message, &answers);
            }
            UserEvent::Voted { .. } => {}
            UserEvent::DmChanged { .. } | UserEvent::DmDevicesChanged { .. } => self.dms.news += 1,
            UserEvent::MeUpdated(me) => {
                self.members.meet(&me.user());
                *self.me = Some(me);
            }
        }
        Vec::new()
    }

    /// The person is no longer in a hub.
    pub fn hub_left(&mut self, hub: HubId) -> Vec<Todo> {
        self.hubs.remove(hub);
        self.members.forget(hub);
        self.forget_lost_channels();
        vec![Todo::Leave(hub)]
    }

    /// Something fleeting happens.
    pub fn ephemeral(&mut self, ephemeral: Ephemeral, now: i64) {
        match ephemeral {
            Ephemeral::Typing { channel, users } => {
                self.show_people(channel, users.iter().copied());
                self.typing.announced(channel, users, now);
            }
            Ephemeral::Presence { hub, online, offline } => self.members.presence(hub, &online, &offline),
        }
    }
}

/// Who wrote a message, whom it answers, and who is mentioned in it.
fn people_in(message: &Message) -> impl Iterator<Item = UserId> + '_ {
    let answered = message.reply_to.as_ref().and_then(|quote| quote.author.as_ref());
    let wrote = std::iter::once(&message.author).chain(answered).filter(|author| !author.webhook);
    wrote.map(|author| author.id).chain(message.mentions.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, GENERAL, HUB, RANDOM, message, page, ready, user};

    fn start_over() -> ChannelChanges {
        ChannelChanges::StartOver(page(1..=4, false))
    }

    fn in_general() -> Model {
        let mut model = Model::default();
        model.ready(ready());
        model.open(GENERAL);
        model.caught_up(GENERAL, start_over(), true);
        model
    }

    fn created(message: Message) -> Event {
        Event::Channel { channel: GENERAL, rev: message.rev, change: ChannelEvent::MessageCreated(message) }
    }

    #[test]
    fn opening_a_channel_follows_it_and_marks_where_reading_stopped() {
        let mut model = Model::default();
        model.ready(ready());
        let todos = model.open(GENERAL);
        assert_eq!(todos, [Todo::Subscribe { channel: GENERAL, since_rev: None }]);
        assert_eq!(model.divider(), Some(2));
        assert_eq!(model.open(RANDOM)[0], Todo::Unsubscribe(GENERAL));
        assert_eq!(model.divider(), None);
    }

    #[test]
    fn where_reading_stopped_is_what_the_server_says_not_what_an_earlier_run_remembers() {
        let mut model = Model::default();
        let mut snapshot = ready();
        snapshot.channels = vec![crate::state::fixtures::state(GENERAL, 3, 1)];
        model.remember(snapshot);
        model.open(GENERAL);
        model.ready(ready());
        assert_eq!((model.divider(), model.unread_at_opening()), (Some(2), 2));
        model.connection_lost();
        let mut later = ready();
        later.channels = vec![crate::state::fixtures::state(GENERAL, 9, 4)];
        model.ready(later);
        assert_eq!(model.divider(), Some(2), "a broken connection does not move the line");
    }

    #[test]
    fn after_a_broken_connection_it_catches_up_from_what_is_known() {
        let mut model = in_general();
        model.connection_lost();
        let todos = model.ready(ready());
        assert!(todos.contains(&Todo::Subscribe { channel: GENERAL, since_rev: Some(4) }), "{todos:?}");
        let answer = ChannelChanges::Since { messages: vec![message(5, "while you were away")], rev: 5 };
        model.caught_up(GENERAL, answer, true);
        assert_eq!(model.timeline(GENERAL).map(Timeline::last_seq), Some(5));
        assert_eq!(model.reading.badge(GENERAL).unread, 3);
    }

    #[test]
    fn a_channel_opened_before_the_connection_is_followed_when_it_is_there() {
        let mut model = Model::default();
        assert!(model.open(GENERAL).is_empty());
        assert!(model.ready(ready()).contains(&Todo::Subscribe { channel: GENERAL, since_rev: None }));
    }

    #[test]
    fn a_message_is_read_only_while_somebody_looks() {
        let mut model = in_general();
        assert!(matches!(model.event(created(message(5, "hi"))).as_slice(), [Todo::Announce(_)]));
        assert_eq!(model.reading.badge(GENERAL).unread, 3);
        assert_eq!(model.watch(true), [Todo::MarkRead(GENERAL)]);
        assert_eq!(model.reading.badge(GENERAL).unread, 0);
        assert!(model.event(created(message(6, "hi"))).contains(&Todo::MarkRead(GENERAL)));
    }

    #[test]
    fn what_is_put_back_stays_unread_while_one_looks_until_one_comes_again() {
        let mut model = in_general();
        model.watch(true);
        let put_back = ChannelState { put_back: 1, ..crate::state::fixtures::state(GENERAL, 4, 2) };
        model.event(Event::User(UserEvent::ChannelState(put_back)));
        assert_eq!((model.divider(), model.reading.badge(GENERAL).unread), (Some(2), 2));
        assert!(model.watch(true).is_empty() && !model.would_change_by_watching(true));
        model.event(created(message(5, "hi")));
        assert_eq!(model.reading.badge(GENERAL).unread, 3);
        model.close();
        model.open(GENERAL);
        assert_eq!(model.watch(true), [Todo::MarkRead(GENERAL)]);
    }

    #[test]
    fn what_is_read_without_a_connection_is_told_when_it_is_back() {
        let mut model = in_general();
        model.event(created(message(5, "hi")));
        model.connection_lost();
        assert_eq!(model.watch(true), [Todo::MarkRead(GENERAL)]);
        assert_eq!(model.reading.badge(GENERAL).unread, 0);
        let mut later = ready();
        later.channels = vec![crate::state::fixtures::state(GENERAL, 7, 2)];
        let todos = model.ready(later);
        assert!(todos.contains(&Todo::MarkRead(GENERAL)), "{todos:?}");
        assert_eq!(model.reading.badge(GENERAL).unread, 2, "what came meanwhile is new");
        assert_eq!(model.divider(), Some(2), "the line stays where the reader has seen it");
        assert!(
            !model.ready(ready()).contains(&Todo::MarkRead(GENERAL)),
            "a server that was set back is right"
        );
    }

    #[test]
    fn a_sent_message_is_never_shown_twice_whichever_comes_first() {
        let mut model = in_general();
        model.outbox.add(GENERAL, "mine".into(), "n1".into(), 0);
        let mut mine = message(5, "mine");
        mine.author = user(ADA);
        mine.nonce = Some("n1".into());
        model.event(created(mine.clone()));
        assert!(model.outbox.entries().is_empty());
        assert_eq!(model.sent(&mine), [Todo::Flush]);
        assert_eq!(model.timeline(GENERAL).map(|timeline| timeline.messages().count()), Some(5));
    }

    #[test]
    fn whoever_writes_or_is_mentioned_or_types_is_asked_for_and_nobody_else() {
        let mut model = in_general();
        assert_eq!(model.members.take_wanted(), [(HUB, vec![ADA, BO])], "oneself, and the author of all");
        let mut asks = message(5, "<@7>, <@8>?");
        asks.mentions = vec![UserId(7), UserId(8)];
        model.event(created(asks));
        model.ephemeral(Ephemeral::Typing { channel: GENERAL, users: vec![UserId(9)] }, 0);
        assert_eq!(model.members.take_wanted(), [(HUB, vec![BO, UserId(7), UserId(8), UserId(9)])]);
        let all = [ADA, BO, UserId(7), UserId(8), UserId(9)];
        model.members.found(HUB, &all, vec![crate::state::fixtures::member(BO, true)]);
        model.event(created(message(6, "hi")));
        assert!(!model.members.is_anybody_wanted());
        model.connection_lost();
        model.ready(ready());
        assert!(model.members.is_anybody_wanted(), "roles may have changed meanwhile");
    }

    /// The parts that a change touches: who shows only others does not look.
    fn touched(model: &mut Model, change: impl FnOnce(&mut Model)) -> Vec<usize> {
        let before = model.versions();
        change(model);
        let after = model.versions();
        (0..PARTS).filter(|part| before[*part] != after[*part]).collect()
    }

    #[test]
    fn a_burst_wakes_only_those_who_show_what_it_is_about() {
        let mut model = in_general();
        model.event(created(message(5, "hi")));
        let said = touched(&mut model, |model| drop(model.event(created(message(6, "hi")))));
        assert_eq!(said, [READING, MESSAGES]);
        let elsewhere = UserEvent::Activity(hubbub_shared::model::ChannelActivity {
            channel: RANDOM,
            rev: 9,
            last_seq: 9,
            last_ordinal: 9,
        });
        assert_eq!(touched(&mut model, |model| drop(model.event(Event::User(elsewhere)))), [READING]);
        let typing = || Ephemeral::Typing { channel: GENERAL, users: vec![BO] };
        assert_eq!(touched(&mut model, |model| model.ephemeral(typing(), 0)), [TYPING]);
        let presence = Ephemeral::Presence { hub: HUB, online: vec![BO], offline: vec![] };
        assert_eq!(touched(&mut model, |model| model.ephemeral(presence, 0)), [MEMBERS]);
        let renamed = || {
            let view = HubView { name: "another".to_owned(), ..crate::state::fixtures::hub() };
            HubEvent::Changed(Box::new(hubbub_shared::model::HubChange {
                view,
                my_roles: None,
                may: Vec::new(),
                gone: Vec::new(),
            }))
        };
        let changed = || Event::Hub { hub: HUB, version: 2, change: renamed() };
        assert_eq!(touched(&mut model, |model| drop(model.event(changed()))), [HUBS]);
        assert!(touched(&mut model, |model| drop(model.take_changes_to_keep())).is_empty());
    }

    #[test]
    fn nothing_of_the_one_before_is_left_and_everybody_is_told() {
        let mut model = in_general();
        model.outbox.add(GENERAL, "mine".into(), "n".into(), 0);
        model.ephemeral(Ephemeral::Typing { channel: GENERAL, users: vec![BO] }, 0);
        let told = touched(&mut model, Model::forget_person);
        assert_eq!(told, [ME, HUBS, READING, OUTBOX, TYPING, MEMBERS, MESSAGES, LIVE, DMS]);
        assert_eq!(model, Model { open: model.open.clone(), ..Model::default() });
    }

    #[test]
    fn a_gap_is_filled_by_following_again() {
        let mut model = in_general();
        let todos = model.event(created(message(7, "after a gap")));
        assert_eq!(todos, [Todo::Subscribe { channel: GENERAL, since_rev: Some(4) }]);
    }

    #[test]
    fn leaving_a_hub_forgets_it() {
        let mut model = in_general();
        let todos = model.event(Event::User(UserEvent::HubLeft { hub: HUB }));
        assert_eq!(todos, [Todo::Leave(HUB)]);
        assert!(model.timeline(GENERAL).is_none() && model.hubs.all().is_empty());
    }

    #[test]
    fn a_hub_shows_the_sum_of_its_channels() {
        let mut model = in_general();
        let mut asks = message(5, "Ada?");
        asks.mentions = vec![ADA];
        model.event(created(asks));
        let hub = Rc::clone(&model.hubs.all()[0]);
        assert_eq!(model.hub_badge(&hub), Badge { unread: 3, mentions: 1 });
    }
}
