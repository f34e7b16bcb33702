//! What a message says. Here alone the server reads the words of people: how long they are, and who is named in them.

use super::forward::ForwardDoc;
use super::poll::PollDoc;
use hubbub_shared::Problem;
use hubbub_shared::mentions::{self, Mentioned};
use hubbub_shared::text::{MessageText, PollQuestion};
use std::borrow::Cow;

/// The forms in which something can be said.
///
/// All of it is text that the server can read. A body that only devices can open becomes another, which does not compile
/// until each match here has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Text in Markdown.
    Text {
        /// As it is stored and told.
        text: MessageText,
        /// Who is named in it; not all of them may be able to read it.
        mentioned: Mentioned,
    },
    /// A question, and answers to vote for.
    Poll {
        /// Markdown, as any text.
        question: MessageText,
        /// Who is named in the question. Answers name nobody.
        mentioned: Mentioned,
        /// What can be voted for.
        poll: PollDoc,
    },
    /// What another message said, passed on.
    Forward {
        /// What is added to it; may be nothing.
        text: MessageText,
        /// Who is named in what is added. Whoever is named in what is passed on was named there, and is not again.
        mentioned: Mentioned,
        /// What is passed on.
        forward: ForwardDoc,
    },
}

impl Body {
    /// What somebody wrote, if it can be said.
    pub fn written(raw: &str) -> Result<Self, Problem> {
        Ok(Self::of(MessageText::parse(raw)?))
    }

    /// The same, or no words at all: of a message that has files.
    pub fn written_or_none(raw: &str) -> Result<Self, Problem> {
        if raw.trim().is_empty() { Ok(Self::of(MessageText::none())) } else { Self::written(raw) }
    }

    /// A question with what can be voted for.
    pub fn asked(raw: &str, poll: PollDoc) -> Result<Self, Problem> {
        let question = MessageText::parse(PollQuestion::parse(raw)?.as_str())?;
        let mentioned = mentions::mentioned(question.as_str());
        Ok(Self::Poll { question, mentioned, poll })
    }

    /// Something that is passed on, with words or without.
    pub fn forwarded(raw: &str, forward: ForwardDoc) -> Result<Self, Problem> {
        let added = if raw.trim().is_empty() { MessageText::none() } else { MessageText::parse(raw)? };
        let mentioned = mentions::mentioned(added.as_str());
        Ok(Self::Forward { text: added, mentioned, forward })
    }

    /// What a program posts. Whom it names was decided apart from it.
    pub fn posted(raw: &str, mentioned: Mentioned) -> Result<Self, Problem> {
        Ok(Self::Text { text: MessageText::parse(raw)?, mentioned })
    }

    fn of(text: MessageText) -> Self {
        let mentioned = mentions::mentioned(text.as_str());
        Self::Text { text, mentioned }
    }

    /// Who is named in it.
    pub const fn mentioned(&self) -> &Mentioned {
        match self {
            Self::Text { mentioned, .. } | Self::Poll { mentioned, .. } | Self::Forward { mentioned, .. } => {
                mentioned
            }
        }
    }

    /// What is kept of it in a message's `content`.
    pub fn content(&self) -> &str {
        match self {
            Self::Text { text, .. } | Self::Poll { question: text, .. } | Self::Forward { text, .. } => {
                text.as_str()
            }
        }
    }

    /// What can be voted for.
    pub const fn poll(&self) -> Option<&PollDoc> {
        match self {
            Self::Poll { poll, .. } => Some(poll),
            Self::Text { .. } | Self::Forward { .. } => None,
        }
    }

    /// What is passed on.
    pub const fn forward(&self) -> Option<&ForwardDoc> {
        match self {
            Self::Forward { forward, .. } => Some(forward),
            Self::Text { .. } | Self::Poll { .. } => None,
        }
    }

    /// All that can be read in it.
    pub fn in_words(&self) -> Cow<'_, str> {
        match self {
            Self::Text { text, .. } => Cow::Borrowed(text.as_str()),
            Self::Poll { question, poll, .. } => Cow::Owned(poll.in_words(question.as_str())),
            Self::Forward { text, forward, .. } => Cow::Owned(forward.in_words(text.as_str())),
        }
    }
}
