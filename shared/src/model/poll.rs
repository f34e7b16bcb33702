use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::Not;

/// What a message asks: its `content` is the question, and people vote for answers until it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Poll {
    /// What can be voted for, in the order in which its author put it. The first is number 1.
    pub answers: Vec<PollAnswer>,
    /// Whether a person may vote for several of them.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub several: bool,
    /// Whether nobody is told who voted for what.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub anonymous: bool,
    /// How many people have voted, each counted once.
    pub voters: u64,
    /// From when on nobody votes any more. Absent: it stays open until somebody ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// One of the answers of a poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PollAnswer {
    /// What it says, in plain words.
    pub text: String,
    /// An emoji that stands before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// How many people voted for it.
    pub votes: u64,
    /// Whether the reader did. Never said where the same is told to several.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub me: bool,
}

/// A poll as its author sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentPoll {
    /// What can be voted for: 2 to 10 answers, each another one.
    pub answers: Vec<SentAnswer>,
    /// Whether a person may vote for several of them. Absent: for one.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub several: bool,
    /// Whether nobody is told who voted for what. Absent: those who can read it may ask.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub anonymous: bool,
    /// After how many seconds it ends: 1 to 2592000 (30 days). Absent: when somebody ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_in_secs: Option<u64>,
}

/// An answer as its author sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentAnswer {
    /// What it says, in plain words: 1 to 100 characters.
    pub text: String,
    /// An emoji of Unicode that stands before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
}

impl Poll {
    /// A choice needs so many answers.
    pub const LEAST_ANSWERS: usize = 2;
    /// At most so many answers can be voted for.
    pub const MOST_ANSWERS: usize = 10;
    /// A poll that ends by the clock does so after this many seconds at the latest.
    pub const MOST_SECS: u64 = 30 * 24 * 60 * 60;

    /// Whether nobody votes any more. By the clock: there is no event for it.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|ends_at| ends_at <= now)
    }

    /// The numbers of the answers that the reader voted for.
    pub fn own(&self) -> Vec<u64> {
        let numbered = (1..).zip(&self.answers);
        numbered.filter(|(_, answer)| answer.me).map(|(number, _)| number).collect()
    }

    /// The reader voted for these, and for no others. Counts are told apart from that.
    pub fn choose(&mut self, numbers: &[u64]) {
        for (number, answer) in (1..).zip(&mut self.answers) {
            answer.me = numbers.contains(&number);
        }
    }

    /// How many voted for each answer now, in their order, and how many people that were.
    pub fn count(&mut self, votes: &[u64], voters: u64) {
        for (answer, votes) in self.answers.iter_mut().zip(votes) {
            answer.votes = *votes;
        }
        self.voters = voters;
    }

    /// What stands where there is room for a line: of a poll, that it is one.
    pub fn in_short(question: &str) -> String {
        format!("Poll: {question}")
    }
}
