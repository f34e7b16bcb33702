//! What a message said before it was edited. Kept with the message for who has to decide about a report, told to nobody
//! else, and gone when the message is deleted.

use hubbub_shared::Timestamp;
use hubbub_shared::model::FormerWords;
use serde::{Deserialize, Serialize};

/// So many edits back it is kept.
const MOST: usize = 5;
/// So many bytes of it are kept together.
const MOST_BYTES: usize = 16 * 1024;

/// Words that were replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerDoc {
    /// Markdown, as it was.
    pub content: String,
    /// Until when the message said so.
    pub until: Timestamp,
}

impl FormerDoc {
    /// As those see it who decide about a report.
    pub fn view(self) -> FormerWords {
        FormerWords { content: self.content, until: self.until }
    }
}

/// What a message has said before, with these words that something else takes the place of: the newest, oldest first.
pub fn former(before: &[FormerDoc], content: &str, now: Timestamp) -> Vec<FormerDoc> {
    let mut all = before.to_vec();
    all.push(FormerDoc { content: content.to_owned(), until: now });
    let mut bytes = 0;
    let fits = |one: &&FormerDoc| {
        bytes += one.content.len();
        bytes <= MOST_BYTES
    };
    let kept = all.iter().rev().take(MOST).take_while(fits).count();
    all.split_off(all.len() - kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_words_are_kept_as_many_as_fit() {
        let mut all = Vec::new();
        for number in 0..8 {
            all = former(&all, &number.to_string(), Timestamp(number));
        }
        let kept: Vec<_> = all.iter().map(|one| one.content.as_str()).collect();
        assert_eq!(kept, ["3", "4", "5", "6", "7"]);
        let long = "x".repeat(MOST_BYTES - 1);
        let all = former(&all, &long, Timestamp(9));
        assert_eq!(all.iter().map(|one| one.content.len()).collect::<Vec<_>>(), [1, MOST_BYTES - 1]);
        assert_eq!(former(&all, "y", Timestamp(10)).len(), 2, "the oldest goes first");
    }
}
