//! What a message says. Here alone the server reads the words of people: how long they are, and who is named in them.

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
            Self::Text { mentioned, .. } | Self::Poll { mentioned, .. } => mentioned,
        }
    }

    /// What is kept of it in a message's `content`.
    pub fn content(&self) -> &str {
        match self {
            Self::Text { text, .. } | Self::Poll { question: text, .. } => text.as_str(),
        }
    }

    /// What can be voted for.
    pub const fn poll(&self) -> Option<&PollDoc> {
        match self {
            Self::Poll { poll, .. } => Some(poll),
            Self::Text { .. } => None,
        }
    }

    /// All that can be read in it.
    pub fn in_words(&self) -> Cow<'_, str> {
        match self {
            Self::Text { text, .. } => Cow::Borrowed(text.as_str()),
            Self::Poll { question, poll, .. } => Cow::Owned(poll.in_words(question.as_str())),
        }
    }
}
