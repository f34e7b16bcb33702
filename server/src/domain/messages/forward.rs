//! What a message passes on of another: a copy, kept with the message that passes it on. Whatever becomes of the other, it stays;
//! and of where it was it has nothing but ids, so there is nothing in it that those could read who do not see that place.

use hubbub_shared::model::Forward;
use hubbub_shared::{ChannelId, HubId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Not;

/// What is passed on, as it is kept with the message, or with what waits for a moderator. Its files are the message's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardDoc {
    /// The hub in which it was said.
    pub hub: HubId,
    /// Where it was said.
    pub channel: ChannelId,
    /// The message that was said there.
    pub message: MessageId,
    /// Markdown, as it was at that moment.
    pub content: String,
    /// Whether it asked for votes: `content` is the question then.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub poll: bool,
    /// When it was said there.
    pub created_at: Timestamp,
}

impl ForwardDoc {
    /// As everybody is told who reads the message that passes it on.
    pub fn view(self) -> Forward {
        let Self { channel, message, content, poll, created_at, .. } = self;
        Forward { channel, message, content, poll, created_at }
    }

    /// All that can be read in it.
    pub fn words(&self) -> Cow<'_, str> {
        Forward::words(&self.content, self.poll)
    }

    /// The same below what is added to it, for rules, moderators and the search.
    pub fn in_words(&self, added: &str) -> String {
        match added.is_empty() {
            true => self.words().into_owned(),
            false => format!("{added}\n{}", self.words()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_can_be_read_is_what_is_added_and_the_copy() {
        let forward = |content: &str, poll| ForwardDoc {
            hub: HubId(1),
            channel: ChannelId(2),
            message: MessageId(3),
            content: content.to_owned(),
            poll,
            created_at: Timestamp(4),
        };
        assert_eq!(forward("Soup", false).in_words(""), "Soup");
        assert_eq!(forward("Soup", false).in_words("Look!"), "Look!\nSoup");
        assert_eq!(forward("Lunch?", true).in_words("Look!"), "Look!\nPoll: Lunch?");
        assert_eq!(forward("", false).in_words(""), "", "its files alone");
    }
}
