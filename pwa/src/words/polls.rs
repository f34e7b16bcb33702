//! Words of polls.

pub const POLL: &str = "Poll";
pub const ASK: &str = "Ask";
pub const QUESTION: &str = "Question";
pub const QUESTION_EXAMPLE: &str = "What do you want to know?";
pub const ADD_ANSWER: &str = "Add an answer";
pub const SEVERAL: &str = "Several answers";
pub const SEVERAL_HINT: &str = "Each person may choose more than one.";
pub const ANONYMOUS: &str = "Anonymous";
pub const ANONYMOUS_HINT: &str = "Nobody sees who chose what, not even you.";
pub const ENDS: &str = "Ends";
pub const NO_QUESTION: &str = "Write what you want to know.";
pub const TOO_FEW: &str = "Give at least two answers to choose from.";
pub const SAME: &str = "Two of the answers are the same.";
pub const WHO_VOTED: &str = "Who voted";
pub const NOBODY_VOTED: &str = "Nobody voted for this.";
pub const END: &str = "End poll";
pub const END_HINT: &str = "Nobody can vote any more, and the result stays as it is.";
pub const WON: &str = "Most votes";
pub const ENDED: &str = "The poll has ended";
pub const CHOOSE_ONE: &str = "Choose one";
pub const CHOOSE_SEVERAL: &str = "Choose one or several";

/// What a poll can last, with the seconds of it.
pub const LASTS: [(&str, Option<u64>); 6] = [
    ("In an hour", Some(3_600)),
    ("In 4 hours", Some(14_400)),
    ("In a day", Some(86_400)),
    ("In 3 days", Some(259_200)),
    ("In a week", Some(604_800)),
    ("When I end it", None),
];

pub fn answer(number: usize) -> String {
    format!("Answer {number}")
}

pub fn remove(number: usize) -> String {
    format!("Remove answer {number}")
}

pub fn votes(count: u64) -> String {
    if count == 1 { "1 vote".to_owned() } else { format!("{count} votes") }
}

pub fn people(count: u64) -> String {
    if count == 1 { "1 person voted".to_owned() } else { format!("{count} people voted") }
}

/// `at`: a day and a time.
pub fn ends(at: &str) -> String {
    format!("ends {at}")
}

/// `Soup: 3 votes, 60 %`
pub fn counted(answer: &str, count: u64, share: u64) -> String {
    format!("{answer}: {}, {share} %", votes(count))
}

/// What is read out once somebody's vote counts.
pub fn voted(answers: &str) -> String {
    if answers.is_empty() {
        "Your vote is taken back.".to_owned()
    } else {
        format!("You voted for {answers}.")
    }
}

/// What is read out when a poll ends before somebody's eyes.
pub fn result(winners: &str) -> String {
    if winners.is_empty() { format!("{ENDED}.") } else { format!("{ENDED}. {WON}: {winners}.") }
}
