//! What members report to those who keep order: who, what, and what became of it.

use crate::ids::{ChannelId, HubId, MessageId, ReportId};
use crate::model::{Attachment, User};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What somebody finds wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportCategory {
    /// Advertisements, floods, and what is sent to everybody.
    Spam,
    /// Somebody is pestered, threatened or shown up.
    Harassment,
    /// People are run down for what they are.
    Hate,
    /// Violence, or a threat of it.
    Violence,
    /// Somebody may harm themselves.
    SelfHarm,
    /// What does not belong before everybody's eyes.
    Sexual,
    /// What the law forbids.
    Illegal,
    /// Something else, told in words.
    Other,
}

impl ReportCategory {
    /// Every category, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Spam,
        Self::Harassment,
        Self::Hate,
        Self::Violence,
        Self::SelfHarm,
        Self::Sexual,
        Self::Illegal,
        Self::Other,
    ];
}

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Nobody looks after it yet.
    Open,
    /// A moderator looks after it.
    Taken,
    /// It is decided.
    Resolved,
}

/// What was done about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportOutcome {
    /// Nothing: it is no matter for moderators.
    Nothing,
    /// Somebody was talked to.
    Warned,
    /// Messages were deleted.
    Deleted,
    /// Somebody was timed out.
    TimedOut,
    /// Somebody was kicked.
    Kicked,
    /// Somebody was banned.
    Banned,
    /// None of these; the answer may say what.
    Other,
}

impl ReportOutcome {
    /// Every outcome, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Nothing, Self::Warned, Self::Deleted, Self::TimedOut, Self::Kicked, Self::Banned, Self::Other];
}

/// What a report is about, as it may be told to who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The report's id.
    pub id: ReportId,
    /// The hub it was made in.
    pub hub: HubId,
    /// Who is reported, or wrote what is.
    pub whom: User,
    /// Where the message is. Absent: the person is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// The message that is reported. Absent: the person is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// What is found wrong.
    pub category: ReportCategory,
    /// The same in the words of who reported; may be empty.
    pub words: String,
    /// When it was made.
    pub at: Timestamp,
    /// How far it has come.
    pub state: ReportState,
    /// What was done. Absent: it is not decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ReportOutcome>,
    /// What those who decided have to say to who reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// Some of one's own reports, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reports {
    /// At most as many as asked for.
    pub reports: Vec<Report>,
    /// Ask for those before this one. Absent: there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ReportId>,
}

/// A report as those see it who decide about it. Never the one who is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportCase {
    /// What its maker sees of it, too.
    pub report: Report,
    /// Who made the report.
    pub reporter: User,
    /// Who looks after it, or decided about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<User>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// When it was put before the owner of the server. Absent: it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated_at: Option<Timestamp>,
    /// Why it was put before the owner of the server. Absent: for no reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated_why: Option<String>,
}

/// Some of a hub's reports, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportCases {
    /// At most as many as asked for.
    pub cases: Vec<ReportCase>,
    /// Ask for those after this one. Absent: there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ReportId>,
}

/// How much there is to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportCount {
    /// Reports that nobody looks after yet; 100 at most are counted.
    pub open: u64,
}

/// A report with what was kept when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportInFull {
    /// How it stands.
    pub case: ReportCase,
    /// What was kept; never changes.
    pub evidence: Box<Evidence>,
}

/// What was kept when something was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Which record of the hub it is, counted from 1 without gaps.
    pub number: u64,
    /// When it was kept.
    pub at: Timestamp,
    /// The message. Absent: the person is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageCopy>,
    /// What was said around it, oldest first, as far as who reported may read it.
    pub around: Vec<MessageCopy>,
    /// SHA-256 over the record and the hash of the one before it, in base64.
    pub hash: String,
}

/// A message as it was at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageCopy {
    /// The message's id.
    pub id: MessageId,
    /// Who wrote it, as they were called then.
    pub author: User,
    /// Markdown; of a poll, the question and a list of its answers. Empty if it was deleted already.
    pub content: String,
    /// Files that went with it; they are kept as long as this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// What it said before its edits, oldest first: the last 5 times, and 16 KiB at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<FormerWords>,
}

/// What a message said before an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormerWords {
    /// Markdown, as it was.
    pub content: String,
    /// Until when it said so.
    pub until: Timestamp,
}
