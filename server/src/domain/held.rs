//! What automod keeps until a moderator has looked at it.

use crate::domain::messages::{ForwardDoc, PollDoc};
use crate::domain::replies::ReplyTo;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::{Attachment, HeldMessage, SentAttachment, User};
use hubbub_shared::{AutomodRuleId, ChannelId, HeldMessageId, HubId, Timestamp, UserId, WebhookId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// What somebody wrote and nobody has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldDoc {
    /// Its id, which is not the id of the message that it may become.
    #[serde(rename = "_id")]
    pub id: HeldMessageId,
    /// The document's version: what is kept does not change.
    pub version: u64,
    /// The hub in which it would be read.
    pub hub: HubId,
    /// The channel it was sent to.
    pub channel: ChannelId,
    /// Who wrote it.
    pub author: UserId,
    /// What the webhook called itself that posted it, whose id `author` is then. Absent: a person wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// Markdown, as it was written.
    pub content: String,
    /// What its author's client called the send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<ReplyTo>,
    /// Files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<SentAttachment>,
    /// What it asks; it opens when it is let through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<PollDoc>,
    /// What it passes on of another message, as that was when it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward: Option<ForwardDoc>,
    /// The rule that keeps it.
    pub rule: AutomodRuleId,
    /// What moderators called that rule then.
    pub rule_name: String,
    /// When it was sent.
    pub sent_at: Timestamp,
}

/// What is kept in all hubs. A send that is tried again is kept once.
pub static HELD_MESSAGES: Collection = Collection {
    name: "held_messages",
    append_only: false,
    indexes: &[
        Index { name: HUB, keys: &["hub", "_id"], unique: false, partial: None, ttl: false },
        Index { name: CHANNEL, keys: &["channel"], unique: false, partial: None, ttl: false },
        Index { name: AUTHOR, keys: &["author"], unique: false, partial: None, ttl: false },
        Index {
            name: "author_nonce",
            keys: &["author", "nonce"],
            unique: true,
            partial: Some("nonce"),
            ttl: false,
        },
    ],
};

const HUB: &str = "hub_id";
const CHANNEL: &str = "channel";
const AUTHOR: &str = "author";

impl Entity for HeldDoc {
    const COLLECTION: &'static Collection = &HELD_MESSAGES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

/// What a rule keeps, and of whom.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The hub in which it would be read.
    pub hub: HubId,
    /// The channel it was sent to.
    pub channel: ChannelId,
    /// Who wrote it.
    pub author: UserId,
    /// What the webhook calls itself that posted it; `None`: a person wrote it.
    pub webhook: Option<String>,
    /// Markdown, as it was written.
    pub content: String,
    /// What its author's client called the send.
    pub nonce: Option<String>,
    /// The message that it answers.
    pub reply: Option<ReplyTo>,
    /// Files that go with it.
    pub attachments: Vec<SentAttachment>,
    /// What it asks.
    pub poll: Option<PollDoc>,
    /// What it passes on of another message.
    pub forward: Option<ForwardDoc>,
}

impl HeldDoc {
    /// Something that is kept from now on, by the rule of this id and name.
    pub fn new(id: HeldMessageId, kept: Kept, rule: (AutomodRuleId, String), sent_at: Timestamp) -> Self {
        let Kept { hub, channel, author, webhook, content, nonce, reply, attachments, poll, forward } = kept;
        let (rule, rule_name) = rule;
        Self {
            id,
            version: FIRST_VERSION,
            hub,
            channel,
            author,
            webhook,
            content,
            nonce,
            reply,
            attachments,
            poll,
            forward,
            rule,
            rule_name,
            sent_at,
        }
    }

    /// Who wrote it, if that is no person and so not found among them.
    pub fn program(&self) -> Option<User> {
        self.webhook.as_ref().map(|name| User::webhook(WebhookId(self.author.0), name))
    }

    /// As moderators see it.
    pub fn view(self, author: User, attachments: Vec<Attachment>) -> HeldMessage {
        let content = match (&self.poll, &self.forward) {
            (Some(poll), _) => poll.in_words(&self.content),
            (None, Some(forward)) => forward.in_words(&self.content),
            (None, None) => self.content,
        };
        HeldMessage {
            id: self.id,
            hub: self.hub,
            channel: self.channel,
            author,
            content,
            attachments,
            rule: self.rule_name,
            sent_at: self.sent_at,
        }
    }
}

/// Something that is kept in a hub.
pub async fn find(store: &Store, hub: HubId, id: HeldMessageId) -> Result<Option<HeldDoc>, StoreError> {
    Ok(store.get::<HeldDoc>(id).await?.filter(|held| held.hub == hub))
}

/// What is kept in a hub after this, oldest first.
pub async fn page(
    store: &Store,
    hub: HubId,
    after: Option<HeldMessageId>,
    limit: usize,
) -> Result<Vec<HeldDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_string()));
    store.find(of_hub(hub).range((lower, Bound::Unbounded)).limit(limit)).await
}

/// How much is kept in a hub, counted no further than this.
pub async fn count(store: &Store, hub: HubId, limit: usize) -> Result<u64, StoreError> {
    store.count(of_hub(hub).limit(limit)).await
}

/// Everything that is kept in a hub.
pub fn of_hub(hub: HubId) -> Query {
    Query::on(&HELD_MESSAGES, HUB).equals(hub)
}

/// Everything that is kept of a channel.
pub fn of_channel(channel: ChannelId) -> Query {
    Query::on(&HELD_MESSAGES, CHANNEL).equals(channel)
}

/// Everything that is kept of what somebody wrote.
pub fn of_author(author: UserId) -> Query {
    Query::on(&HELD_MESSAGES, AUTHOR).equals(author)
}
