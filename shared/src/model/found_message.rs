//! Messages that were looked for.

use crate::model::Message;
use serde::{Deserialize, Serialize};

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundMessage {
    /// The message as it is now.
    pub message: Message,
    /// What was looked for, as it stands in the message: to be marked wherever it stands there as a word. Absent: filters found it,
    /// or words in names of its files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Whether it has a word only like one that was looked for: one that begins so, or has one letter otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub similar: bool,
}

/// Some of the messages that were looked for. How many there are in all is not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundMessages {
    /// Newest first; those with similar words come after all others.
    pub found: Vec<FoundMessage>,
    /// Ask for those after it. Absent: there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Whether all messages were looked through. `false`: the server is going through older ones at the moment, and finds more later.
    pub complete: bool,
}
