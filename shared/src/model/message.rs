use crate::ids::{ChannelId, MessageId, UserId};
use crate::model::User;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A message of a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: MessageId,
    /// The channel it was sent to; never changes.
    pub channel: ChannelId,
    /// Its position: the channel's rev at which it was sent. Never changes.
    pub seq: u64,
    /// The channel's rev at which it last changed; equals `seq` until it is edited or deleted.
    pub rev: u64,
    /// Which message of the channel it is, counted from 1; edits do not count, deleted ones do.
    pub ordinal: u64,
    /// Who wrote it.
    pub author: User,
    /// Markdown; empty when deleted.
    pub content: String,
    /// Who is mentioned in it and may see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
    /// What its author's client called the send: in the event that announces it, and whenever its author asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// A deleted message keeps its place without its words.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

impl Message {
    /// What can be read of it. Whatever reads words (Markdown, previews, copying, search) asks here, so that a message of
    /// another form makes each of them decide.
    pub fn text(&self) -> &str {
        &self.content
    }
}

/// Messages next to each other, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessagePage {
    /// In order of `seq`.
    pub messages: Vec<Message>,
    /// The channel's rev when the page was read, at least.
    pub rev: u64,
    /// Whether there are older ones.
    pub has_before: bool,
    /// Whether there are newer ones.
    pub has_after: bool,
}

/// The answer to "what changed since rev n": complete, or start over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChannelChanges {
    /// Every message that changed since, as it is now, in order of `rev`. Apply them and be current at `rev`.
    Since {
        /// Changed messages, new ones among them.
        messages: Vec<Message>,
        /// The channel's rev that this leads to.
        rev: u64,
    },
    /// Too much changed (or nothing was cached): drop the channel's cache and take this newest page.
    StartOver(MessagePage),
}
