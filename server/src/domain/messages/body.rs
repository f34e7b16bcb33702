//! What a message says. Here alone the server reads the words of people: how long they are, and who is named in them.

use hubbub_shared::text::MessageText;
use hubbub_shared::{Problem, UserId, mentions};

/// The forms in which something can be said.
///
/// All of it is text that the server can read, so there is one form. A body that only devices can open becomes another,
/// which does not compile until each match here has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Markdown that the server can read.
    Text {
        /// As it is stored and told.
        text: MessageText,
        /// Who is named in it; not all of them may be able to read it.
        mentioned: Vec<UserId>,
    },
}

impl Body {
    /// What somebody wrote, if it can be said.
    pub fn written(raw: &str) -> Result<Self, Problem> {
        let text = MessageText::parse(raw)?;
        let mentioned = mentions::mentioned(text.as_str());
        Ok(Self::Text { text, mentioned })
    }

    /// Who is named in it.
    pub fn mentioned(&self) -> &[UserId] {
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
