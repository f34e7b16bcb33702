use crate::ids::{ChannelId, MessageId};
use crate::model::Poll;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Not;

/// What a message passes on of another: a copy of the moment at which it was forwarded, which nothing changes any more. Files
/// that came with the other are among the message's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Forward {
    /// Where it was said. No more than the id: what the channel is called is known to those who see it, and asked of nobody else.
    pub channel: ChannelId,
    /// The message that was said there. Whoever may read it there can ask who wrote it.
    pub message: MessageId,
    /// Markdown, as it was; of a poll, the question. May be empty if there are files.
    pub content: String,
    /// Whether it asked for votes. The answers are not passed on.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub poll: bool,
    /// When it was said there.
    pub created_at: Timestamp,
}

/// Which message somebody forwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentForward {
    /// Where it is.
    pub channel: ChannelId,
    /// The message there. Of one that forwards another itself, what it forwards is passed on.
    pub message: MessageId,
}

impl Forward {
    /// A message goes to so many places at once in the app.
    pub const MOST_PLACES: usize = 5;

    /// What the copy says: of a poll, that it was one.
    pub fn words(content: &str, poll: bool) -> Cow<'_, str> {
        if poll { Cow::Owned(Poll::in_short(content)) } else { Cow::Borrowed(content) }
    }

    /// What stands for a message where there is room for a line: what its author adds, and what they forward below. Nothing if
    /// these are files alone.
    pub fn in_short(added: &str, words: &str) -> String {
        match (added.is_empty(), words.is_empty()) {
            (true, true) => String::new(),
            (false, true) => added.to_owned(),
            (true, false) => format!("Forwarded: {words}"),
            (false, false) => format!("{added}\nForwarded: {words}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_added_and_what_is_forwarded() {
        assert_eq!(Forward::in_short("", "Soup is ready"), "Forwarded: Soup is ready");
        assert_eq!(Forward::in_short("Look!", "Soup is ready"), "Look!\nForwarded: Soup is ready");
        assert_eq!(Forward::in_short("Look!", ""), "Look!");
        assert_eq!(Forward::in_short("", &Forward::words("Lunch?", true)), "Forwarded: Poll: Lunch?");
        assert_eq!(Forward::in_short("", &Forward::words("", false)), "", "its files say what it is");
    }
}
