//! Answering a message: what is asked for, and what is kept of it.

use hubbub_shared::{MessageId, UserId};
use serde::{Deserialize, Serialize};

/// What a message shall answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    /// The message that is answered.
    pub message: MessageId,
    /// Whether its author is mentioned by that.
    pub ping: bool,
}

/// What a message answers. Words are never kept here: they belong to the message that is answered, and go with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyDoc {
    /// The message that is answered, of the same place.
    pub message: MessageId,
    /// The position of that message.
    pub seq: u64,
    /// Who wrote that message.
    pub author: UserId,
    /// `true` when its author was to be told, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ping: Option<bool>,
}
