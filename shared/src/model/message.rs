use crate::crowd::Crowd;
use crate::ids::{ChannelId, MessageId, RoleId, UserId};
use crate::model::{Attachment, Forward, Poll, Reaction, Sealed, User};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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
    /// What it says that only its readers' devices can read: of a direct message, and of nothing else. `content` is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Box<Sealed>>,
    /// Who is mentioned in it and may see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
    /// Roles that are mentioned in it, as far as its author may: all of them who can read it are told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mention_roles: Vec<RoleId>,
    /// Whether everybody is mentioned in it, as far as its author may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention_everyone: Option<Crowd>,
    /// What it answers. Absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Box<Quote>>,
    /// Files that go with it, in the order in which its author put them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What it asks, if it is a poll: `content` is the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<Box<Poll>>,
    /// What it passes on of another message: `content` is what its author adds, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward: Option<Box<Forward>>,
    /// What people reacted with, in the order in which it came first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// When it was pinned. Absent: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<Timestamp>,
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

    /// What stands for it where there is room for a line: of a poll, that it is one, and what is forwarded.
    pub fn in_short(&self) -> Cow<'_, str> {
        match (&self.poll, &self.forward) {
            (Some(_), _) => Cow::Owned(Poll::in_short(self.text())),
            (None, Some(forward)) => {
                let words = Forward::words(&forward.content, forward.poll);
                Cow::Owned(Forward::in_short(self.text(), &words))
            }
            (None, None) => Cow::Borrowed(self.text()),
        }
    }
}

/// The message that another one answers, as far as that one shows it. What it says is looked up whenever it is read, so
/// that it says no more than its message does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quote {
    /// The id of the message that is answered, which is in the same channel.
    pub message: MessageId,
    /// The position of the message that is answered.
    pub seq: u64,
    /// Who wrote it. Absent: it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<User>,
    /// How it begins, in Markdown; empty if it was deleted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
}

impl Quote {
    /// At most so many characters of a message are shown where it is answered.
    pub const LENGTH: usize = 200;

    /// What is shown of a message where it is answered.
    pub fn beginning(content: &str) -> String {
        match content.char_indices().nth(Self::LENGTH) {
            Some((end, _)) => format!("{}…", &content[..end]),
            None => content.to_owned(),
        }
    }
}

/// Messages of a channel that were pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pins {
    /// What was pinned last comes first.
    pub messages: Vec<Message>,
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
