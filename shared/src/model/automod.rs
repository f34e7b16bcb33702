//! What a hub has looked for in messages before anybody reads them, and what is done about it.

use crate::ids::{AutomodRuleId, ChannelId, HeldMessageId, HubId, RoleId};
use crate::model::{Attachment, User};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A rule of a hub's automod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AutomodRule {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: AutomodRuleId,
    /// The hub whose messages it looks at.
    pub hub: HubId,
    /// What moderators call it.
    pub name: String,
    /// Whether it is in force.
    pub enabled: bool,
    /// What it looks for.
    pub trigger: AutomodTrigger,
    /// What it does about it.
    pub action: AutomodAction,
    /// What somebody is told whose words it stops. Absent: the rule's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// It does not look at members with one of these roles.
    pub exempt_roles: Vec<RoleId>,
    /// It does not look into these channels.
    pub exempt_channels: Vec<ChannelId>,
}

/// What a rule looks for. Case, accents, invisible characters and letters that look like others make no difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AutomodTrigger {
    /// One of these words or phrases, as whole words; with `*` at its end also what begins so.
    Words(Vec<String>),
    /// A link that readers can open.
    Links(AutomodLinks),
    /// Many people mentioned in one message.
    Mentions {
        /// It takes more than so many different people: 0 to 19.
        more_than: u32,
    },
    /// The same words again, by the same person, in whatever channel.
    Repetition {
        /// How often they may be sent before that is too often: 1 to 20.
        times: u32,
        /// Within so many seconds: 1 to 3600.
        secs: u32,
    },
    /// A regular expression that fits somewhere, in the words as they are written or without what makes no difference.
    Pattern(String),
}

/// Which links a rule is about. A host stands for those below it too: `example.org` for `www.example.org`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AutomodLinks {
    /// Every link there is.
    All,
    /// Every link but those to these hosts.
    Except(Vec<String>),
    /// Those to these hosts alone.
    Only(Vec<String>),
}

/// What a rule does about what it finds. Of several rules, the one that does most decides: a timeout, then blocking, then
/// holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AutomodAction {
    /// The message is published, and a line of the audit log points at it.
    Alert,
    /// Nobody reads it before a moderator has let it through. An edit is refused instead.
    Hold,
    /// Nobody reads it; its author is told why.
    Block,
    /// The same, and its author may only read for a while.
    TimeOut {
        /// For so many seconds: 60 to 2419200, which are 28 days.
        secs: u64,
    },
}

/// All rules of a hub, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AutomodRules {
    /// Those that are not in force are among them.
    pub rules: Vec<AutomodRule>,
}

/// What a text would meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AutomodTrial {
    /// Each rule that finds something. What depends on earlier messages (repetition) is never among them.
    pub hits: Vec<AutomodHit>,
    /// What would be done. Absent: nothing, or only a trigger was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<AutomodAction>,
}

/// What a rule finds in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AutomodHit {
    /// The rule that finds it. Absent: a trigger was tried that no rule has yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<AutomodRuleId>,
    /// What moderators call that rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The first thing it finds: the word of the rule, the host of a link, a number of people, what a pattern fits.
    pub found: String,
}

/// What somebody wrote and a moderator has to look at before it becomes a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldMessage {
    /// Its id, which is not the id of the message that it may become.
    pub id: HeldMessageId,
    /// The hub in which it would be read.
    pub hub: HubId,
    /// The channel it was sent to.
    pub channel: ChannelId,
    /// Who wrote it.
    pub author: User,
    /// Markdown, as it was written; of a poll, the question and a list of its answers.
    pub content: String,
    /// Files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The name of the rule that keeps it, as it was then.
    pub rule: String,
    /// When it was sent.
    pub sent_at: Timestamp,
}

/// Some of what moderators have to look at, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldMessages {
    /// At most as many as asked for.
    pub messages: Vec<HeldMessage>,
    /// Ask for those after this one. Absent: there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<HeldMessageId>,
}
