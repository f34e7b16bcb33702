//! Names of those who can be called in a message: people, roles and everybody, and who may call them.

use crate::state::{List, Model, Named};
use crate::words;
use hubbub_shared::markdown::{self, plain_text_with};
use hubbub_shared::model::{HubView, Message, Quote, Role};
use hubbub_shared::{ChannelId, Crowd, Permissions};

impl Model {
    /// What somebody or something is called where one is, without the sign.
    pub fn name_in_text(&self, named: Named) -> Option<String> {
        match named {
            Named::Person(user) => self.name_of(user),
            Named::Role(role) => self.hubs.role(role).map(|role| role.name.clone()),
            Named::Crowd(crowd) => Some(crowd.name().to_owned()),
            Named::Channel(channel) => self.hubs.channel(channel).map(|known| known.name.clone()),
        }
    }

    /// The plain words of a message, with names as far as they are known.
    pub fn plain_words(&self, content: &str) -> String {
        let name = |named| {
            let known = match named {
                markdown::Named::User(user) => self.name_of(user),
                markdown::Named::Role(role) => self.name_in_text(Named::Role(role)),
            };
            known.unwrap_or_else(|| words::SOMEBODY.to_owned())
        };
        plain_text_with(content, name)
    }

    /// How a message begins, in one line of those.
    pub fn in_one_line(&self, content: &str) -> String {
        let words = self.plain_words(content);
        words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned()
    }

    /// How a message begins, or else what goes with it. Nothing of either by whom the person blocked.
    pub fn line_of(&self, message: &Message) -> String {
        self.told_of(message, self.in_one_line(&message.in_short()))
    }

    /// All words of a message in the same way, for where it is shown by itself.
    pub fn words_of(&self, message: &Message) -> String {
        self.told_of(message, self.plain_words(&message.in_short()))
    }

    fn told_of(&self, message: &Message, text: String) -> String {
        match text.is_empty() {
            _ if self.folds(message.author.id) => words::BLOCKED_MESSAGE.to_owned(),
            true => words::files::summary(&message.attachments),
            false => text,
        }
    }

    /// How what is answered begins, or else what went with it, as far as that is known.
    pub fn line_of_quote(&self, quote: &Quote) -> String {
        if quote.author.as_ref().is_some_and(|author| self.folds(author.id)) {
            return words::BLOCKED_MESSAGE.to_owned();
        }
        let line = self.in_one_line(&quote.content);
        let message = self.open_channel().and_then(|channel| self.timeline(channel)?.at(quote.seq));
        match message.filter(|message| message.id == quote.message) {
            Some(message) if line.is_empty() => words::files::summary(&message.attachments),
            _ => line,
        }
    }

    /// Whether the person may call everybody in a channel.
    pub fn may_call_everybody(&self, channel: ChannelId) -> bool {
        self.permissions(channel).contains(Permissions::MENTION_EVERYONE)
    }

    /// Roles that the person may mention in a channel. *Everyone* is none of them: it has a mark of its own.
    pub fn callable(&self, channel: ChannelId) -> impl Iterator<Item = &Role> {
        let may_all = self.may_call_everybody(channel);
        let hub = self.hubs.hub_of(channel).and_then(|hub| self.hubs.get(hub));
        let of = move |hub: &&HubView, role: &Role| role.id.0 != hub.id.0 && (may_all || role.mentionable);
        hub.map(|hub| &**hub)
            .into_iter()
            .flat_map(move |hub| hub.roles.iter().filter(move |role| of(&hub, role)))
    }

    /// The crowds that the person may call in a channel.
    pub fn crowds(&self, channel: ChannelId) -> impl Iterator<Item = Crowd> {
        let may = self.may_call_everybody(channel);
        Crowd::ALL.into_iter().rev().filter(move |_| may)
    }

    /// How many are in the hub of a channel as far as this device knows, and whether that is all.
    pub fn known_members(&self, channel: ChannelId) -> (usize, bool) {
        let Some(hub) = self.hubs.hub_of(channel) else { return (0, false) };
        (self.members.all(hub).count(), self.members.is_complete(hub, List::Everybody))
    }
}
