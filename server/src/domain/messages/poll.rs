//! What a message asks, and how many voted for what: kept with the message. Who voted is among the reactions.

use super::mark::Answer;
use crate::domain::emoji::Emoji;
use crate::error::{Error, Result};
use hubbub_shared::model::{Poll, PollAnswer, SentAnswer, SentPoll};
use hubbub_shared::text::PollAnswerText;
use hubbub_shared::{ErrorCode, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Not;

/// What is asked, as it is kept with the message, or with what waits for a moderator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollDoc {
    /// In the order in which its author put them.
    pub answers: Vec<AnswerDoc>,
    /// Whether a person may vote for several.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub several: bool,
    /// Whether nobody is told who voted for what.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub anonymous: bool,
    /// How long it is open, counted from when it can be read. Absent: until somebody ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_in_secs: Option<u64>,
    /// From when on nobody votes any more. Absent: nobody knows yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// How many people voted.
    pub voters: u64,
}

/// What can be voted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDoc {
    /// What it says, in plain words.
    pub text: String,
    /// An emoji that stands before the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// How many voted for it.
    pub votes: u64,
}

/// What becomes of somebody's vote.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// Answers that they voted for and do so no longer.
    pub gone: BTreeSet<Answer>,
    /// Answers that they vote for and did not.
    pub new: BTreeSet<Answer>,
    /// One more who votes, one less, or as many as before.
    pub people: i64,
}

impl PollDoc {
    /// What somebody wants to ask, if it can be asked.
    pub fn parse(sent: &SentPoll) -> std::result::Result<Self, Problem> {
        let answers =
            sent.answers.iter().map(AnswerDoc::parse).collect::<std::result::Result<Vec<_>, _>>()?;
        let (least, most) = (Poll::LEAST_ANSWERS, Poll::MOST_ANSWERS);
        if !(least..=most).contains(&answers.len()) {
            return Err(Problem::field("poll.answers", format!("A poll has {least} to {most} answers.")));
        }
        let different: BTreeSet<&str> = answers.iter().map(|one| one.text.as_str()).collect();
        if different.len() < answers.len() {
            return Err(Problem::field("poll.answers", "Two of the answers are the same."));
        }
        if sent.ends_in_secs.is_some_and(|secs| !(1..=Poll::MOST_SECS).contains(&secs)) {
            let message = format!("A poll ends after 1 to {} seconds, or when it is ended.", Poll::MOST_SECS);
            return Err(Problem::field("poll.ends_in_secs", message));
        }
        let SentPoll { several, anonymous, ends_in_secs, .. } = *sent;
        Ok(Self { answers, several, anonymous, ends_in_secs, ends_at: None, voters: 0 })
    }

    /// The same, open from now on.
    pub fn opened(&self, now: Timestamp) -> Self {
        let ms = self.ends_in_secs.map(|secs| i64::try_from(secs.saturating_mul(1000)).unwrap_or(i64::MAX));
        Self { ends_at: ms.map(|ms| now.plus_ms(ms)), ..self.clone() }
    }

    /// Whether nobody votes any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|ends_at| ends_at <= now)
    }

    /// What changes if somebody who voted so chooses these, and no others.
    pub fn ballot(&self, had: &BTreeSet<Answer>, numbers: &[u64], now: Timestamp) -> Result<Ballot> {
        let all = self.answers.len();
        let number = |number: &u64| Answer::numbered(*number, all).ok_or_else(|| unknown("answers", all));
        let wanted: BTreeSet<Answer> = numbers.iter().map(number).collect::<std::result::Result<_, _>>()?;
        if wanted.len() > 1 && !self.several {
            return Err(Problem::field("answers", "In this poll one answer can be chosen.").into());
        }
        if wanted == *had {
            return Ok(Ballot::default());
        }
        if self.is_over(now) {
            return Err(Error::rejected(ErrorCode::Conflict, "This poll has ended."));
        }
        Ok(Ballot {
            people: i64::from(!wanted.is_empty()) - i64::from(!had.is_empty()),
            gone: had - &wanted,
            new: &wanted - had,
        })
    }

    /// The counts after that.
    pub fn counted(&self, ballot: &Ballot) -> Self {
        let mut after = self.clone();
        for answer in &ballot.gone {
            let votes = &mut after.answers[answer.place()].votes;
            *votes = votes.saturating_sub(1);
        }
        for answer in &ballot.new {
            after.answers[answer.place()].votes += 1;
        }
        after.voters = after.voters.saturating_add_signed(ballot.people);
        after
    }

    /// How many voted for each answer.
    pub fn votes(&self) -> Vec<u64> {
        self.answers.iter().map(|answer| answer.votes).collect()
    }

    /// As it is told to several: for what one of them voted is for them to know.
    pub fn view(self) -> Poll {
        let Self { answers, several, anonymous, voters, ends_at, .. } = self;
        let answers = answers.into_iter().map(AnswerDoc::view).collect();
        Poll { answers, several, anonymous, voters, ends_at }
    }

    /// All its words behind the question, for those who read rather than vote: rules, moderators, the search.
    pub fn in_words(&self, question: &str) -> String {
        let mut words = question.to_owned();
        for answer in &self.answers {
            words.push_str("\n- ");
            words.push_str(&answer.text);
        }
        words
    }
}

impl AnswerDoc {
    fn parse(sent: &SentAnswer) -> std::result::Result<Self, Problem> {
        let text = PollAnswerText::parse(&sent.text)?.into();
        let emoji = sent.emoji.as_deref().map(Emoji::parse).transpose();
        let emoji = emoji.map_err(|problem| Problem::field("poll.answers", problem.message))?;
        Ok(Self { text, emoji: emoji.map(|emoji| emoji.as_str().to_owned()), votes: 0 })
    }

    fn view(self) -> PollAnswer {
        PollAnswer { text: self.text, emoji: self.emoji, votes: self.votes, me: false }
    }
}

/// Something is asked about the poll of a message that has none.
pub fn no_poll() -> Error {
    Error::rejected(ErrorCode::Conflict, "This message asks for no votes.")
}

/// What is said to a number that is of no answer, in a poll with so many.
pub fn unknown(field: &'static str, all: usize) -> Problem {
    Problem::field(field, format!("This poll has the answers 1 to {all}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_795_348_800_000);

    fn sent(answers: &[&str]) -> SentPoll {
        let answer = |text: &&str| SentAnswer { text: (*text).to_owned(), emoji: None };
        SentPoll {
            answers: answers.iter().map(answer).collect(),
            several: true,
            anonymous: false,
            ends_in_secs: Some(60),
        }
    }

    fn lunch() -> PollDoc {
        PollDoc::parse(&sent(&["Soup", "Salad", "Bread"])).unwrap().opened(NOON)
    }

    fn refused(sent: &SentPoll) -> String {
        PollDoc::parse(sent).unwrap_err().fields[0].path.clone()
    }

    #[test]
    fn a_choice_has_two_to_ten_different_answers() {
        assert!(PollDoc::parse(&sent(&["yes", "no"])).is_ok());
        let many: Vec<String> = (0..11).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for answers in [&many[..1], &many[..], &["same", " same "], &["", "no"], &["x", "\u{200B}"]] {
            assert_eq!(refused(&sent(answers)), "poll.answers", "{answers:?}");
        }
        assert!(PollDoc::parse(&sent(&many[..10])).is_ok());
        for secs in [0, Poll::MOST_SECS + 1, u64::MAX] {
            let sent = SentPoll { ends_in_secs: Some(secs), ..sent(&["yes", "no"]) };
            assert_eq!(refused(&sent), "poll.ends_in_secs", "{secs}");
        }
        let mut odd = sent(&["yes", "no"]);
        odd.answers[1].emoji = Some("no".to_owned());
        assert_eq!(refused(&odd), "poll.answers");
    }

    #[test]
    fn a_vote_counts_once_for_each_answer_and_each_person() {
        let (before, mut had) = (lunch(), BTreeSet::new());
        let mut poll = before.clone();
        for (numbers, votes, voters) in [
            (&[1, 2][..], [1, 1, 0], 1),
            (&[2, 2, 3], [0, 1, 1], 1),
            (&[2, 3], [0, 1, 1], 1),
            (&[], [0, 0, 0], 0),
        ] {
            let ballot = poll.ballot(&had, numbers, NOON).unwrap();
            poll = poll.counted(&ballot);
            had = &(&had - &ballot.gone) | &ballot.new;
            assert_eq!((poll.votes(), poll.voters), (votes.to_vec(), voters), "{numbers:?}");
        }
        assert_eq!(poll, before);
    }

    #[test]
    fn nobody_votes_for_more_than_they_may_nor_after_the_end() {
        let (poll, nothing) = (lunch(), BTreeSet::new());
        assert!(poll.ballot(&nothing, &[4], NOON).is_err());
        assert!(PollDoc { several: false, ..poll.clone() }.ballot(&nothing, &[1, 2], NOON).is_err());
        let last = NOON.plus_ms(59_999);
        let had = poll.ballot(&nothing, &[1], last).unwrap().new;
        let over = NOON.plus_ms(60_000);
        assert!(poll.ballot(&had, &[2], over).is_err());
        assert!(poll.ballot(&had, &[], over).is_err());
        assert_eq!(poll.ballot(&had, &[1], over).unwrap(), Ballot::default(), "what is chosen already");
        let open = PollDoc { ends_in_secs: None, ..poll }.opened(NOON);
        assert!(open.ballot(&had, &[2], Timestamp(i64::MAX)).is_ok());
    }
}
