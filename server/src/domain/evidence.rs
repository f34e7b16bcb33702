//! What was kept when something was reported: copies that nobody changes, whatever becomes of the message, its author, the
//! report or the hub (decision 33).
//!
//! The collection is append-only, and its records are chained: what the program cannot do, and somebody else did past it,
//! `hubbub audit verify` finds.

use crate::domain::chain::{self, Chained, End};
use crate::domain::messages::{FormerDoc, MessageDoc};
use crate::store::{Collection, Entity, FIRST_VERSION, Index};
use hubbub_shared::model::{Attachment, Evidence, MessageCopy, ReportCategory, User};
use hubbub_shared::{ChannelId, HubId, MessageId, ReportId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A record of a hub's evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceDoc {
    /// The report that it was kept for.
    #[serde(rename = "_id")]
    pub id: ReportId,
    /// Of this document. Records do not change.
    pub version: u64,
    /// The hub in which it was reported.
    pub hub: HubId,
    /// Which record of the hub it is, counted from 1 without gaps.
    pub number: u64,
    /// When it was kept.
    pub at: Timestamp,
    /// Who made the report.
    pub reporter: UserId,
    /// Who is reported, as they were called then.
    pub whom: PersonCopy,
    /// What was found wrong.
    pub category: ReportCategory,
    /// The same in the words of who reported.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Where the message was. Absent: the person is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// The message as it was then. Absent: the person is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<CopyDoc>,
    /// What was said around it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub around: Vec<CopyDoc>,
    /// Over this record and the hash of the one before; empty only while it is computed.
    pub hash: String,
}

/// Somebody, as they were called at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCopy {
    /// The id of their account.
    pub id: UserId,
    /// The name at the sign-in provider.
    pub username: String,
    /// The name others saw.
    pub display_name: String,
    /// `true` if it was no person but a webhook, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<bool>,
    /// `true` if it was a bot, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<bool>,
}

/// A message as it was at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyDoc {
    /// The message's id.
    pub id: MessageId,
    /// Who wrote it.
    pub author: PersonCopy,
    /// Markdown; empty if it was deleted already.
    pub content: String,
    /// Files that went with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// What it said before its edits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<FormerDoc>,
}

/// All evidence there is. Nothing of it is ever changed.
pub static EVIDENCE: Collection = Collection {
    name: "evidence",
    append_only: true,
    indexes: &[Index {
        name: chain::BY_NUMBER,
        keys: &["hub", "number"],
        unique: true,
        partial: None,
        ttl: false,
    }],
};

impl Entity for EvidenceDoc {
    const COLLECTION: &'static Collection = &EVIDENCE;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Chained for EvidenceDoc {
    fn end(&self) -> End {
        End { number: self.number, hash: self.hash.clone() }
    }
}

/// What is kept, before it has its place in the chain.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The message. `None`: the person is reported.
    pub message: Option<(ChannelId, CopyDoc)>,
    /// What was said around it, oldest first.
    pub around: Vec<CopyDoc>,
    /// Who is reported.
    pub whom: PersonCopy,
}

impl EvidenceDoc {
    /// The record that follows another one.
    pub fn after(
        before: Option<&End>,
        (id, hub, at): (ReportId, HubId, Timestamp),
        (reporter, category, words): (UserId, ReportCategory, &str),
        kept: Kept,
    ) -> Self {
        let (channel, message) = kept.message.unzip();
        let mut record = Self {
            id,
            version: FIRST_VERSION,
            hub,
            number: before.map_or(1, |before| before.number + 1),
            at,
            reporter,
            whom: kept.whom,
            category,
            words: words.to_owned(),
            channel,
            message,
            around: kept.around,
            hash: String::new(),
        };
        record.hash = chain::hash_after(&record, before.map_or("", |before| &before.hash));
        record
    }

    /// As those see it who decide.
    pub fn view(self) -> Evidence {
        Evidence {
            number: self.number,
            at: self.at,
            message: self.message.map(CopyDoc::view),
            around: self.around.into_iter().map(CopyDoc::view).collect(),
            hash: self.hash,
        }
    }
}

impl PersonCopy {
    /// As somebody is called now.
    pub fn of(user: &User) -> Self {
        let User { id, username, display_name, webhook, bot, .. } = user.clone();
        Self { id, username, display_name, webhook: webhook.then_some(true), bot: bot.then_some(true) }
    }

    fn view(self) -> User {
        let Self { id, username, display_name, webhook, bot } = self;
        let (webhook, bot) = (webhook == Some(true), bot == Some(true));
        User { id, username, display_name, avatar: None, webhook, bot }
    }
}

impl CopyDoc {
    /// As a message is now.
    pub fn of(message: MessageDoc, author: &User) -> Self {
        Self {
            id: message.id,
            author: PersonCopy::of(author),
            content: message.in_words().into_owned(),
            attachments: message.attachments,
            created_at: message.created_at,
            edited_at: message.edited_at,
            before: message.before,
        }
    }

    /// The same without what it said before, and without its files: what stands around a message is for its sense alone.
    #[must_use]
    pub fn as_it_is(self) -> Self {
        Self { before: Vec::new(), attachments: Vec::new(), ..self }
    }

    fn view(self) -> MessageCopy {
        MessageCopy {
            id: self.id,
            author: self.author.view(),
            content: self.content,
            attachments: self.attachments,
            created_at: self.created_at,
            edited_at: self.edited_at,
            before: self.before.into_iter().map(FormerDoc::view).collect(),
        }
    }
}
