//! What the counts of a poll come to, and what is asked in one that is being written.

use super::emoji::is_only_emoji;
use hubbub_shared::model::{Poll, SentAnswer};
use serde::{Deserialize, Serialize};

/// A poll that is being written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PollDraft {
    /// As it was typed.
    pub question: String,
    /// As they were typed, an emoji before one of them too.
    pub answers: Vec<String>,
    /// Whether a person may choose several.
    pub several: bool,
    /// Whether nobody is told who chose what.
    pub anonymous: bool,
    /// How long it lasts, as a place among what is offered.
    pub lasts: usize,
    /// What the send is called, for every try.
    pub nonce: String,
}

/// What a line says: an emoji before a blank stands before the answer. `None`: it says nothing.
pub fn answer_of(line: &str) -> Option<SentAnswer> {
    let line = line.trim();
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let emoji = Some(first).filter(|first| !rest.trim().is_empty() && is_one_emoji(first));
    let text = if emoji.is_some() { rest.trim() } else { line };
    (!text.is_empty()).then(|| SentAnswer { text: text.to_owned(), emoji: emoji.map(str::to_owned) })
}

/// Whether two answers say the same.
pub fn said_twice(answers: &[SentAnswer]) -> bool {
    let is_before =
        |(place, one): (usize, &SentAnswer)| answers[..place].iter().any(|before| before.text == one.text);
    answers.iter().enumerate().any(is_before)
}

/// Of several in a row it is not known which one is meant.
fn is_one_emoji(word: &str) -> bool {
    let is_flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    let (mut pictures, mut before) = (0, '\0');
    for c in word.chars() {
        let belongs =
            matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{200d}' | '\u{fe0f}' | '\u{e0020}'..='\u{e007f}');
        pictures += usize::from(!belongs && before != '\u{200d}');
        before = c;
    }
    is_only_emoji(word) && (pictures == 1 || (pictures == 2 && word.chars().all(is_flag)))
}

/// How many of a hundred people voted for an answer, rounded; of nobody, 0.
pub fn share(votes: u64, voters: u64) -> u64 {
    (votes * 100 + voters / 2).checked_div(voters).unwrap_or_default().min(100)
}

/// The numbers of the answers with most votes; none if nobody voted.
pub fn winners(poll: &Poll) -> Vec<u64> {
    let most = poll.answers.iter().map(|answer| answer.votes).max().unwrap_or_default();
    let numbered = (1..).zip(&poll.answers);
    numbered.filter(|(_, answer)| most > 0 && answer.votes == most).map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::model::PollAnswer;

    fn poll(votes: &[u64]) -> Poll {
        let answer =
            |votes: &u64| PollAnswer { text: votes.to_string(), emoji: None, votes: *votes, me: false };
        Poll {
            answers: votes.iter().map(answer).collect(),
            several: true,
            anonymous: false,
            voters: votes.iter().sum(),
            ends_at: None,
        }
    }

    #[test]
    fn a_share_is_of_people_and_whole() {
        assert_eq!((share(0, 0), share(1, 3), share(2, 3), share(3, 3)), (0, 33, 67, 100));
        assert_eq!(share(5, 4), 100, "told a moment apart");
    }

    #[test]
    fn an_emoji_before_an_answer_stands_apart() {
        let read = |line| answer_of(line).map(|one| (one.emoji.unwrap_or_default(), one.text));
        for (line, emoji, text) in [
            ("🍲 Soup", "🍲", "Soup"),
            (" 👍🏽  Yes, please ", "👍🏽", "Yes, please"),
            ("🇩🇪 Berlin", "🇩🇪", "Berlin"),
            ("🧑‍🌾 Garden", "🧑‍🌾", "Garden"),
            ("🍲🍲 Soups", "", "🍲🍲 Soups"),
            ("🍲", "", "🍲"),
            ("A good one", "", "A good one"),
        ] {
            assert_eq!(read(line), Some((emoji.to_owned(), text.to_owned())), "{line}");
        }
        assert_eq!(read("  "), None);
        let both: Vec<_> = ["🍲 Soup", "Soup"].into_iter().filter_map(answer_of).collect();
        assert!(said_twice(&both) && !said_twice(&both[..1]));
    }

    #[test]
    fn whatever_has_most_has_won_and_nothing_has_without_a_vote() {
        assert_eq!(winners(&poll(&[1, 3, 2])), [2]);
        assert_eq!(winners(&poll(&[2, 0, 2])), [1, 3]);
        assert!(winners(&poll(&[0, 0])).is_empty());
    }
}
