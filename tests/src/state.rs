//! What a client knows, kept as `docs/protocol.md` tells clients to. `apply.rs` brings it up to date.

use hubbub_shared::model::{ChannelState, DraftMark, HubView, Me, Member, Message, Quote, Reaction};
use hubbub_shared::{ChannelId, HubId, MessageId, ReportId, SessionId, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a client shows, from `ready`, events and subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientState {
    /// The user; `None` before the first `ready`.
    pub me: Option<Me>,
    /// The session of this client; `None` before the first `ready`.
    pub session: Option<SessionId>,
    /// The user's hubs.
    pub hubs: BTreeMap<HubId, HubView>,
    /// Where the channels stand that the user can see.
    pub channels: BTreeMap<ChannelId, ChannelState>,
    /// Messages of the channels that are subscribed.
    pub caches: BTreeMap<ChannelId, Cache>,
    /// Members of the hubs that are looked at.
    pub members: BTreeMap<HubId, BTreeMap<UserId, Member>>,
    /// Who is shown as connected, of what presence events told.
    pub online: BTreeMap<HubId, BTreeSet<UserId>>,
    /// Who was last said to be typing.
    pub typing: BTreeMap<ChannelId, Vec<UserId>>,
    /// Of which hubs it was told that their reports have changed.
    pub reports_changed: Vec<HubId>,
    /// Where a rule of automod caught something of which the person was told; without a message, it is kept.
    pub caught: Vec<(ChannelId, Option<MessageId>)>,
    /// What the person reported and was told to be decided.
    pub reports_resolved: Vec<ReportId>,
    /// What was told of the person's drafts, also of those that are gone since.
    pub drafts: BTreeMap<ChannelId, DraftMark>,
    /// Of which saved messages the person was reminded.
    pub reminded: Vec<MessageId>,
    /// How often an event skipped a rev, or a message was announced twice: for stories where that must not be.
    pub surprises: Vec<String>,
}

/// The messages of a channel that a client keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cache {
    /// Complete up to here.
    pub rev: u64,
    /// The messages that are known, by `seq`.
    pub messages: BTreeMap<u64, Message>,
}

impl Cache {
    /// What can be read, oldest first.
    pub fn texts(&self) -> Vec<&str> {
        self.messages.values().filter(|message| !message.deleted).map(|message| &*message.content).collect()
    }

    /// In events nobody is told what is theirs: that is known from before.
    pub(crate) fn keep_own_reactions(&self, message: &mut Message) {
        let Some(known) = self.messages.get(&message.seq) else { return };
        for reaction in &mut message.reactions {
            reaction.me = known.reactions.iter().any(|before| before.me && before.emoji == reaction.emoji);
        }
        if let (Some(poll), Some(before)) = (&mut message.poll, &known.poll) {
            poll.choose(&before.own());
        }
    }

    /// What people react with to a message now; `did` tells of somebody who did something whether they began or ended.
    pub(crate) fn react(
        &mut self,
        seq: u64,
        rev: u64,
        mut reactions: Vec<Reaction>,
        did: impl Fn(&str, UserId) -> Option<bool>,
        me: Option<UserId>,
    ) {
        let Some(message) = self.messages.get_mut(&seq) else { return };
        for reaction in &mut reactions {
            let before = message.reactions.iter().any(|before| before.me && before.emoji == reaction.emoji);
            reaction.me = me.and_then(|me| did(&reaction.emoji, me)).unwrap_or(before);
        }
        (message.reactions, message.rev) = (reactions, rev);
    }

    /// Wherever this message is answered, what is shown of it changes.
    pub(crate) fn quote(&mut self, message: MessageId, change: impl Fn(&mut Quote)) {
        let quotes = self.messages.values_mut().filter_map(|answer| answer.reply_to.as_deref_mut());
        quotes.filter(|quote| quote.message == message).for_each(change);
    }

    pub(crate) fn take(&mut self, message: Message) {
        let newer = self.messages.get(&message.seq).is_none_or(|known| known.rev <= message.rev);
        if newer {
            self.messages.insert(message.seq, message);
        }
    }
}

impl ClientState {
    /// The channels of all hubs.
    pub fn visible_channels(&self) -> BTreeSet<ChannelId> {
        self.hubs.values().flat_map(|hub| &hub.channels).map(|channel| channel.id).collect()
    }

    /// Every message with this content.
    pub fn messages_saying(&self, content: &str) -> Vec<&Message> {
        let all = self.caches.values().flat_map(|cache| cache.messages.values());
        all.filter(|message| message.content == content).collect()
    }

    /// Hubs that this client looks at: those of which it follows a channel.
    pub fn hubs_looked_at(&self) -> BTreeSet<HubId> {
        let looks = |hub: &&HubView| hub.channels.iter().any(|channel| self.caches.contains_key(&channel.id));
        self.hubs.values().filter(looks).map(|hub| hub.id).collect()
    }

    /// Forgets channels that are gone or hidden, and members of hubs that are not looked at: of those, nothing
    /// is told.
    pub(crate) fn forget_invisible(&mut self) {
        let visible = self.visible_channels();
        self.channels.retain(|id, _| visible.contains(id));
        self.caches.retain(|id, _| visible.contains(id));
        let looked_at = self.hubs_looked_at();
        self.members.retain(|hub, _| looked_at.contains(hub));
        self.online.retain(|hub, _| looked_at.contains(hub));
    }
}
