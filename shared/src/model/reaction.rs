use crate::ids::{ReactionId, UserId};
use crate::model::User;
use serde::{Deserialize, Serialize};

/// What people reacted with to a message, all with the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reaction {
    /// An emoji, as Unicode recommends it for interchange.
    pub emoji: String,
    /// How many did.
    pub count: u64,
    /// Whether the reader did. Never said where the same is told to several.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub me: bool,
}

/// Who began and who ceased to react with something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reacted {
    /// The emoji that it is about.
    pub emoji: String,
    /// The ids of those who react with it now and did not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<UserId>,
    /// The ids of those who did and no longer do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<UserId>,
}

/// Some of those who reacted to a message with the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReactionPage {
    /// Who did, in the order in which they did.
    pub people: Vec<User>,
    /// `after` of the next page. Absent: that was all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ReactionId>,
}
