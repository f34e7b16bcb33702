//! How many people react to a message, which is kept with it.

use hubbub_shared::model::Reaction;
use serde::{Deserialize, Serialize};

/// How many react with something, as it is kept with the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionCountDoc {
    /// The emoji that they react with.
    pub emoji: String,
    /// The number of people who do; never 0.
    pub count: u64,
}

impl ReactionCountDoc {
    /// As it is told to several: who of them reacted is for each of them to know.
    pub fn view(&self) -> Reaction {
        Reaction { emoji: self.emoji.clone(), count: self.count, me: false }
    }
}
