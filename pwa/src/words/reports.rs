//! Words for what members report, and what becomes of it.

use hubbub_shared::model::{ReportCategory, ReportOutcome, ReportState};

/// So many letters of what a reporter says are in the list.
const MOST_LETTERS: usize = 140;

pub const REPORTS: &str = "Reports";
pub const CAME: &str = "Something was reported";
pub const FLAGGED: &str = "A rule flagged a message";
pub const HELD: &str = "A message waits for review";
pub const LOOK: &str = "Look";
pub const DECIDED_NEWS: &str = "Something you reported is decided. Your settings show what was done.";

// Reporting
pub const REPORT_MESSAGE: &str = "Report message";
pub const REPORT_PERSON: &str = "Report…";
pub const REPORTED: &str = "Reported";
pub const REPORT_MESSAGE_TITLE: &str = "Report this message";
pub const CATEGORY: &str = "What is wrong?";
pub const CATEGORY_MISSING: &str = "Choose what is wrong.";
pub const WORDS: &str = "In your words (optional)";
pub const WORDS_EXAMPLE: &str = "What those who decide should know";
pub const SEND: &str = "Send report";
pub const THANKS: &str = "Thank you. Those who decide about it have a copy that nobody can change.";
pub const EARLIER: &str = "You have reported this already.";
pub const DONE: &str = "Done";

pub fn report_person_title(name: &str) -> String {
    format!("Report {name}")
}

/// Who reads it, and who does not.
pub fn who_reads(hub: &str, name: &str, owns_hub: bool) -> String {
    match owns_hub {
        true => format!(
            "{name} owns {hub}, so the owner of this server decides, and moderators see it. {name} does not learn of it."
        ),
        false => format!("The moderators of {hub} see it. {name} does not learn who reported."),
    }
}

// One's own
pub const OWN: &str = "What you reported";
pub const OWN_NONE: &str =
    "Nothing so far. A message is reported by its menu, a person on their card; they are not told by whom.";

// Deciding
pub const NEW_NONE_TITLE: &str = "Nothing waits";
pub const NEW_NONE: &str = "What members report shows up here at once.";
pub const TAKEN_NONE_TITLE: &str = "Nobody looks after anything";
pub const TAKEN_NONE: &str = "Who takes a report keeps others from deciding about it at the same time.";
pub const DECIDED_NONE_TITLE: &str = "Nothing is decided yet";
pub const DECIDED_NONE: &str = "What was decided stays here, with what was done.";
pub const MORE: &str = "Show more";
pub const ESCALATED: &str = "Before the server's owner";
pub const GONE_TITLE: &str = "This report is not there";
pub const GONE: &str = "It may be about a channel that you no longer see, or about yourself.";
pub const A_REPORT: &str = "Report";
pub const IN_CHANNEL: &str = "Go to the message";
pub const WHAT_THEY_SAY: &str = "What the reporter says";
pub const MESSAGE_THEN: &str = "The message when it was reported";
pub const EDITS: &str = "What it said before";
pub const AROUND: &str = "What stands around it";
pub const NO_WORDS: &str = "(deleted already)";
pub const ACT: &str = "Act";
pub const DELETE_MESSAGE: &str = "Delete message";
pub const DELETED: &str = "The message is deleted";
pub const DECISION: &str = "Decision";
pub const TAKE: &str = "Take it";
pub const TAKE_HINT: &str = "Others see that you look after it, and leave the decision to you.";
pub const GIVE_BACK: &str = "Return it";
pub const OUTCOME: &str = "What was done";
pub const ANSWER: &str = "Answer to the reporter (optional)";
pub const ANSWER_EXAMPLE: &str = "What you want to tell them";
pub const DECIDE: &str = "Decide";
pub const DECIDED: &str = "Decided. Who reported it is told.";
pub const ESCALATE: &str = "Put before the server's owner";
pub const ESCALATE_WHY: &str = "Why (optional)";
pub const ESCALATE_EXAMPLE: &str = "What is more than the hub's own affair";
pub const ESCALATE_HINT: &str =
    "Once it is there, you cannot take it back. You can still decide about it here.";
pub const NOT_ANSWERED: &str = "No answer was written.";

/// What the tabs of the queue are called.
pub const fn state(state: ReportState) -> &'static str {
    match state {
        ReportState::Open => "New",
        ReportState::Taken => "Taken",
        ReportState::Resolved => "Decided",
    }
}

/// The line above the channels, for people who do not see it.
pub fn new_reports(open: u64) -> String {
    format!("{REPORTS}: {open} new")
}

/// The beginning of what a reporter says; the report has it whole.
pub fn excerpt(said: &str) -> String {
    match said.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said.to_owned(),
    }
}

/// Where and when: in a channel, in one that cannot be seen from here, or a person anywhere.
pub fn where_when(channel: Option<Option<String>>, when: &str) -> String {
    match channel {
        Some(Some(channel)) => format!("Message in #{channel}, {when}"),
        Some(None) => format!("Message, {when}"),
        None => format!("The person, {when}"),
    }
}

pub fn reported_by(name: &str) -> String {
    format!("Reported by {name}")
}

/// Who looks after it.
pub fn looked_after(name: &str) -> String {
    format!("{name} looks after it")
}

/// Who decided, and when.
pub fn decided_by(name: &str, when: &str) -> String {
    format!("Decided by {name}, {when}")
}

/// How one's own report stands.
pub fn standing(state: ReportState, done: Option<ReportOutcome>) -> String {
    match (state, done) {
        (ReportState::Open, _) => "Nobody has looked at it yet.".to_owned(),
        (ReportState::Taken, _) => "A moderator looks after it.".to_owned(),
        (ReportState::Resolved, done) => {
            format!("Decided: {}.", outcome(done.unwrap_or(ReportOutcome::Other)))
        }
    }
}

/// Until when a message said what it no longer says.
pub fn until(when: &str) -> String {
    format!("Until {when}")
}

/// What proves that a copy is the one that was made.
pub fn record(number: u64, when: &str) -> String {
    format!("Record {number} of this hub's evidence, kept {when}. Nobody can change it.")
}

/// That and why it was put before the owner of the server.
pub fn escalated(when: &str, why: Option<&str>) -> String {
    match why {
        Some(why) => format!("Before the owner of this server since {when}: {why}"),
        None => format!("Before the owner of this server since {when}."),
    }
}

/// What is found wrong: what it is called, and a sentence of what it means.
pub const fn category(category: ReportCategory) -> (&'static str, &'static str) {
    match category {
        ReportCategory::Spam => ("Spam", "Advertisements, floods, or what is sent to everybody."),
        ReportCategory::Harassment => ("Harassment", "Somebody is pestered, threatened or shown up."),
        ReportCategory::Hate => ("Hate", "People are run down for what they are."),
        ReportCategory::Violence => ("Violence", "Violence, or a threat of it."),
        ReportCategory::SelfHarm => ("Self-harm", "Somebody may harm themselves."),
        ReportCategory::Sexual => ("Sexual content", "What does not belong before everybody's eyes."),
        ReportCategory::Illegal => ("Against the law", "What the law forbids."),
        ReportCategory::Other => ("Something else", "Say in a few words what is wrong."),
    }
}

/// What was done about a report.
pub const fn outcome(outcome: ReportOutcome) -> &'static str {
    match outcome {
        ReportOutcome::Nothing => "nothing",
        ReportOutcome::Warned => "a warning",
        ReportOutcome::Deleted => "messages deleted",
        ReportOutcome::TimedOut => "a timeout",
        ReportOutcome::Kicked => "a kick",
        ReportOutcome::Banned => "a ban",
        ReportOutcome::Other => "something else",
    }
}

/// The same to choose from.
pub const fn outcome_choice(outcome: ReportOutcome) -> &'static str {
    match outcome {
        ReportOutcome::Nothing => "Nothing",
        ReportOutcome::Warned => "A warning",
        ReportOutcome::Deleted => "Messages deleted",
        ReportOutcome::TimedOut => "A timeout",
        ReportOutcome::Kicked => "A kick",
        ReportOutcome::Banned => "A ban",
        ReportOutcome::Other => "Something else",
    }
}
