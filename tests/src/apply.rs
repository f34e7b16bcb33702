//! Brings a client's state up to date, frame by frame.

use crate::state::{Cache, ClientState};
use hubbub_shared::model::{
    ChannelActivity, ChannelChanges, ChannelState, DraftMark, HubView, Member, Message, Quote, User,
};
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event, HubEvent, Ready, UserEvent};
use hubbub_shared::{ChannelId, HubId};

/// What a client must do after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Todo {
    Nothing,
    /// An event is missing: subscribe again with the last rev.
    CatchUp(ChannelId),
}

impl ClientState {
    pub(crate) fn ready(&mut self, ready: Ready) {
        self.me = Some(ready.me);
        self.session = Some(ready.session);
        self.hubs = ready.hubs.into_iter().map(|hub| (hub.id, hub)).collect();
        self.channels = ready.channels.into_iter().map(|state| (state.channel, state)).collect();
        self.drafts = ready.drafts.into_iter().map(|mark| (mark.channel, mark)).collect();
        // Who came and went in between is not told.
        self.members.clear();
        self.online.clear();
        self.forget_invisible();
    }

    pub(crate) fn changes(&mut self, channel: ChannelId, changes: ChannelChanges) {
        match changes {
            ChannelChanges::Since { messages, rev } => {
                let cache = self.caches.entry(channel).or_default();
                messages.into_iter().for_each(|message| cache.take(message));
                cache.rev = cache.rev.max(rev);
            }
            ChannelChanges::StartOver(page) => {
                let messages = page.messages.into_iter().map(|message| (message.seq, message)).collect();
                self.caches.insert(channel, Cache { rev: page.rev, messages });
            }
        }
        let members: Vec<_> = self.members.values().flat_map(|members| members.values()).cloned().collect();
        members.iter().for_each(|member| self.rename(&member.user));
        self.stand_where_the_cache_does(channel);
    }

    fn stand_where_the_cache_does(&mut self, channel: ChannelId) {
        let Some(cache) = self.caches.get(&channel) else { return };
        let newest = cache.messages.values().next_back();
        let activity = ChannelActivity {
            channel,
            rev: cache.rev,
            last_seq: newest.map_or(0, |message| message.seq),
            last_ordinal: newest.map_or(0, |message| message.ordinal),
        };
        self.advance(&activity);
    }

    fn advance(&mut self, activity: &ChannelActivity) {
        self.channels.entry(activity.channel).or_insert_with(|| unread(activity.channel)).advance(activity);
    }

    pub(crate) fn event(&mut self, event: Event) -> Todo {
        match event {
            Event::Channel { channel, rev, change } => return self.channel_event(channel, rev, change),
            Event::Hub { hub, change, .. } => self.hub_event(hub, change),
            Event::User(UserEvent::HubJoined { hub, channels }) => {
                self.hubs.insert(hub.id, hub);
                self.channels.extend(channels.into_iter().map(|state| (state.channel, state)));
            }
            Event::User(UserEvent::HubLeft { hub }) => {
                self.hubs.remove(&hub);
                self.forget_invisible();
            }
            Event::User(UserEvent::Activity(activity)) if self.can_see(activity.channel) => {
                self.advance(&activity);
            }
            Event::User(UserEvent::ChannelState(state)) if self.can_see(state.channel) => self.read(state),
            // Of a channel that was hidden a moment ago.
            Event::User(UserEvent::Activity(_) | UserEvent::ChannelState(_)) => {}
            Event::User(UserEvent::ReportsChanged { hub, .. }) => self.reports_changed.push(hub),
            Event::User(UserEvent::AutomodCaught { channel, message, .. }) => {
                self.caught.push((channel, message))
            }
            Event::User(UserEvent::DraftChanged(mark)) => self.draft(mark),
            Event::User(UserEvent::SavedMessagesChanged | UserEvent::ScheduledMessagesChanged { .. }) => {}
            Event::User(UserEvent::Reminded { message, .. }) => self.reminded.push(message),
            Event::User(UserEvent::Voted { channel, message, answers }) => {
                let mut known =
                    self.caches.get_mut(&channel).into_iter().flat_map(|it| it.messages.values_mut());
                if let Some(poll) = known.find(|known| known.id == message).and_then(|it| it.poll.as_mut()) {
                    poll.choose(&answers);
                }
            }
            Event::User(UserEvent::DmChanged { .. } | UserEvent::DmDevicesChanged { .. }) => {}
            Event::User(UserEvent::ReportResolved { report }) => self.reports_resolved.push(report),
            Event::User(UserEvent::MeUpdated(me)) => {
                self.rename(&me.user());
                self.me = Some(me);
            }
        }
        Todo::Nothing
    }

    /// One that is older than what is known says nothing.
    fn draft(&mut self, mark: DraftMark) {
        let known = self.drafts.entry(mark.channel).or_insert(mark);
        if known.rev < mark.rev {
            *known = mark;
        }
    }

    fn can_see(&self, channel: ChannelId) -> bool {
        self.hubs.values().any(|hub| hub.channels.iter().any(|shown| shown.id == channel))
    }

    /// The marker never goes back, and neither does the channel.
    fn read(&mut self, mut state: ChannelState) {
        if let Some(known) = self.channels.get(&state.channel) {
            state.advance(&activity_of(known));
        }
        self.channels.insert(state.channel, state);
    }

    /// The list of members knows names best: a message can be told with the name its author had a moment ago.
    fn with_known_author(&self, mut message: Message) -> Message {
        let known = self.members.values().find_map(|members| members.get(&message.author.id));
        if let Some(member) = known {
            message.author = member.user.clone();
        }
        if let Some(quoted) = message.reply_to.as_mut().and_then(|quote| quote.author.as_mut())
            && let Some(member) = self.members.values().find_map(|members| members.get(&quoted.id))
        {
            *quoted = member.user.clone();
        }
        message
    }

    fn channel_event(&mut self, channel: ChannelId, rev: u64, change: ChannelEvent) -> Todo {
        let Some(cache) = self.caches.get_mut(&channel) else { return Todo::Nothing };
        if rev <= cache.rev {
            return Todo::Nothing;
        }
        if rev > cache.rev + 1 {
            self.surprises.push(format!("{channel} goes from rev {} to {rev}", cache.rev));
            return Todo::CatchUp(channel);
        }
        cache.rev = rev;
        let change = match change {
            ChannelEvent::MessageCreated(message) => {
                ChannelEvent::MessageCreated(self.with_known_author(message))
            }
            ChannelEvent::MessageEdited(message) => {
                ChannelEvent::MessageEdited(self.with_known_author(message))
            }
            other => other,
        };
        self.change(channel, rev, change);
        Todo::Nothing
    }

    fn change(&mut self, channel: ChannelId, rev: u64, change: ChannelEvent) {
        let Some(cache) = self.caches.get_mut(&channel) else { return };
        match change {
            ChannelEvent::MessageCreated(message) => self.new_message(channel, message),
            ChannelEvent::MessageEdited(mut message) => {
                cache.keep_own_reactions(&mut message);
                cache.quote(message.id, |quote| quote.content = Quote::beginning(&message.in_short()));
                cache.take(message);
            }
            ChannelEvent::MessageReacted { seq, reactions, by, .. } => {
                let me = self.me.as_ref().map(|me| me.id);
                cache.react(
                    seq,
                    rev,
                    reactions,
                    |emoji, user| {
                        let one = by.iter().find(|one| one.emoji == emoji)?;
                        match user {
                            user if one.added.contains(&user) => Some(true),
                            user if one.removed.contains(&user) => Some(false),
                            _ => None,
                        }
                    },
                    me,
                );
            }
            ChannelEvent::PollVoted { seq, votes, voters, .. } => {
                if let Some(message) = cache.messages.get_mut(&seq) {
                    message.rev = rev;
                    if let Some(poll) = &mut message.poll {
                        poll.count(&votes, voters);
                    }
                }
            }
            ChannelEvent::MessageDeleted { message, seq } => {
                cache.quote(message, |quote| (quote.author, quote.content) = (None, String::new()));
                if let Some(message) = cache.messages.get_mut(&seq) {
                    message.content.clear();
                    message.mentions.clear();
                    message.mention_roles.clear();
                    message.mention_everyone = None;
                    message.reply_to = None;
                    (message.poll, message.forward) = (None, None);
                    message.reactions.clear();
                    message.pinned_at = None;
                    message.rev = rev;
                    message.deleted = true;
                }
            }
        }
        self.stand_where_the_cache_does(channel);
    }

    fn new_message(&mut self, channel: ChannelId, message: Message) {
        let Some(cache) = self.caches.get_mut(&channel) else { return };
        if message.seq != cache.rev || cache.messages.contains_key(&message.seq) {
            self.surprises.push(format!("{message:?} is new at rev {}", cache.rev));
        }
        let own = self.me.as_ref().is_some_and(|me| me.id == message.author.id);
        let (seq, ordinal) = (message.seq, message.ordinal);
        cache.take(message);
        if own {
            // Whoever sends has read.
            let state = self.channels.entry(channel).or_insert_with(|| unread(channel));
            (state.read_seq, state.read_ordinal) = (seq, ordinal);
        }
    }

    fn hub_event(&mut self, hub: HubId, change: HubEvent) {
        match change {
            HubEvent::Changed(change) => {
                if let Some(mut view) = self.hubs.get(&hub).cloned() {
                    let is_newer = view.version <= change.view.version;
                    view.apply(*change);
                    if is_newer {
                        self.replace_hub(view);
                    }
                }
            }
            HubEvent::MemberJoined(member) | HubEvent::MemberUpdated(member) => {
                self.rename(&member.user);
                if let Some(members) = self.members.get_mut(&hub) {
                    members.insert(member.user.id, member);
                }
            }
            HubEvent::MemberLeft { user } => {
                if let Some(members) = self.members.get_mut(&hub) {
                    members.remove(&user);
                }
            }
            HubEvent::MembersChanged => drop(self.members.remove(&hub)),
        }
    }

    fn replace_hub(&mut self, view: HubView) {
        let newer = self.hubs.get(&view.id).is_some_and(|known| known.version <= view.version);
        if newer {
            self.hubs.insert(view.id, view);
            self.forget_invisible();
        }
    }

    /// The list of members as it is now; their names are those beside their messages too.
    pub(crate) fn list_members(&mut self, hub: HubId, members: Vec<Member>) {
        members.iter().for_each(|member| self.rename(&member.user));
        self.members.insert(hub, members.into_iter().map(|member| (member.user.id, member)).collect());
    }

    /// Names stand beside messages too.
    fn rename(&mut self, user: &User) {
        let messages = self.caches.values_mut().flat_map(|cache| cache.messages.values_mut());
        for message in messages {
            let quoted = message.reply_to.as_mut().and_then(|quote| quote.author.as_mut());
            let shown = std::iter::once(&mut message.author).chain(quoted);
            shown.filter(|shown| shown.id == user.id).for_each(|shown| *shown = user.clone());
        }
        let members = self.members.values_mut().filter_map(|members| members.get_mut(&user.id));
        members.for_each(|member| member.user = user.clone());
    }

    pub(crate) fn ephemeral(&mut self, ephemeral: Ephemeral) {
        match ephemeral {
            Ephemeral::Typing { channel, users } => {
                self.typing.insert(channel, users);
            }
            Ephemeral::Presence { hub, online, offline } => {
                let shown = self.online.entry(hub).or_default();
                shown.extend(online);
                shown.retain(|user| !offline.contains(user));
            }
        }
    }
}

fn activity_of(state: &ChannelState) -> ChannelActivity {
    let ChannelState { channel, rev, last_seq, last_ordinal, .. } = *state;
    ChannelActivity { channel, rev, last_seq, last_ordinal }
}

/// A channel of which nothing is known yet.
fn unread(channel: ChannelId) -> ChannelState {
    ChannelState {
        channel,
        rev: 0,
        last_seq: 0,
        last_ordinal: 0,
        read_seq: 0,
        read_ordinal: 0,
        unread: 0,
        mentions: 0,
        put_back: 0,
    }
}
