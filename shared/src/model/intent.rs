use serde::{Deserialize, Serialize};

/// A kind of events. A bot names those that it wants to hear of, and is told no others. What concerns itself it is always told:
/// that it came into a hub or left one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// A hub's channels, roles and settings, and what one may do in it (`changed`).
    Hubs,
    /// What people say in channels that the session follows: `message_created`, `message_edited`, `message_deleted`.
    Messages,
    /// What people react with there, and how many vote for what: `message_reacted`, `poll_voted`.
    Reactions,
    /// Who is writing there: `typing`.
    Typing,
    /// Who comes into a hub, changes or leaves: `member_joined`, `member_updated`, `member_left`, `members_changed`.
    Members,
    /// Who is there: `presence`.
    Presence,
    /// That there is something new in channels that the session does not follow: `activity`.
    Activity,
}

impl Intent {
    /// Every intent, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Hubs,
        Self::Messages,
        Self::Reactions,
        Self::Typing,
        Self::Members,
        Self::Presence,
        Self::Activity,
    ];

    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hubs => "hubs",
            Self::Messages => "messages",
            Self::Reactions => "reactions",
            Self::Typing => "typing",
            Self::Members => "members",
            Self::Presence => "presence",
            Self::Activity => "activity",
        }
    }
}
