//! Words for what members report, and what becomes of it.

use hubbub_shared::model::{ReportCategory, ReportOutcome};

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
