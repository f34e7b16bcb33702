//! What a person leaves on a message without saying anything: an emoji, or a vote for one of its answers. Both are kept,
//! counted, told and forgotten in the same way.

use crate::domain::emoji::Emoji;
use hubbub_shared::model::Poll;

/// With what a document of `reactions` is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The emoji of a reaction.
    Emoji(Emoji),
    /// The answer that a vote is for.
    Answer(Answer),
}

/// Which answer of a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Answer(usize);

/// A bare digit is no emoji, so that neither is ever taken for the other.
const NUMBERS: [&str; Poll::MOST_ANSWERS] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

impl Mark {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Emoji(emoji) => emoji.as_str(),
            Self::Answer(answer) => answer.as_str(),
        }
    }
}

impl Answer {
    /// The answer with this number, counted from 1, of a poll with so many. `None`: it has none.
    pub fn numbered(number: u64, of: usize) -> Option<Self> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        (place < of.min(NUMBERS.len())).then_some(Self(place))
    }

    /// The answer that is stored so.
    pub fn stored(text: &str) -> Option<Self> {
        NUMBERS.iter().position(|number| *number == text).map(Self)
    }

    /// Its number, counted from 1.
    pub const fn number(self) -> u64 {
        self.0 as u64 + 1
    }

    /// Its place, counted from 0.
    pub const fn place(self) -> usize {
        self.0
    }

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        NUMBERS[self.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_of_its_poll_and_no_emoji() {
        for number in 1..=10 {
            let answer = Answer::numbered(number, 10).unwrap();
            assert_eq!(Answer::stored(answer.as_str()), Some(answer));
            assert_eq!(answer.as_str(), number.to_string());
            assert!(Emoji::parse(answer.as_str()).is_err());
        }
        for (number, of) in [(0, 3), (4, 3), (11, 11), (u64::MAX, 3)] {
            assert_eq!(Answer::numbered(number, of), None, "{number} of {of}");
        }
        assert_eq!(Answer::stored("👍"), None);
    }
}
