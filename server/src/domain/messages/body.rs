//! What a message says. Here alone the server reads the words of people: how long they are, and who is named in them.

use hubbub_shared::Problem;
use hubbub_shared::mentions::{self, Mentioned};
use hubbub_shared::text::MessageText;

/// The forms in which something can be said.
///
/// All of it is text that the server can read, so there is one form. A body that only devices can open becomes another,
/// which does not compile until each match here has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Text in Markdown.
    Text {
        /// As it is stored and told.
        text: MessageText,
        /// Who is named in it; not all of them may be able to read it.
        mentioned: Mentioned,
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
            Self::Text { mentioned, .. } => mentioned,
        }
    }

    /// What is kept of it in a message's `content`.
    pub fn content(&self) -> &str {
        match self {
            Self::Text { text, .. } => text.as_str(),
        }
    }
}
