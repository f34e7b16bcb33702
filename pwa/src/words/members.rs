//! Words for finding members, what the hub calls them, and what moderators know about them.

use hubbub_shared::model::AuditEntry;
use hubbub_shared::model::audit::{Actor, AuditAction};

// Finding them
pub const MEMBERS: &str = "Members";
pub const MEMBERS_HINT: &str = "Find somebody, and give roles to many";
pub const SEARCH: &str = "Search by name";
pub const ROLE: &str = "Role";
pub const ANY_ROLE: &str = "Any role";
pub const JOINED: &str = "Joined";
/// When somebody came: words, and how many days ago at most.
pub const JOINED_WITHIN: [(&str, Option<i64>); 4] = [
    ("Any time", None),
    ("In the last day", Some(1)),
    ("In the last 7 days", Some(7)),
    ("In the last 30 days", Some(30)),
];
pub const ORDER: &str = "In order of";
pub const ORDERS: [&str; 3] = ["Name", "Newest first", "Oldest first"];
pub const NOBODY_TITLE: &str = "Nobody found";
pub const NOBODY: &str =
    "Names are found by how a word of them begins. Try fewer letters, or another filter.";
pub const MORE: &str = "Show more";
pub const RESET: &str = "Clear the search";
pub const FAILED: &str = "Try again";

/// For who listens, and above the list.
pub fn found(count: usize, is_all: bool) -> String {
    match (count, is_all) {
        (1, true) => "1 member".to_owned(),
        (count, true) => format!("{count} members"),
        (count, false) => format!("The first {count} members"),
    }
}

pub fn joined(day: &str) -> String {
    format!("Joined {day}")
}

// Giving a role to many
pub const CHOOSE_ROLE: &str = "Role to give or take";
pub const GIVE: &str = "Give";
pub const TAKE: &str = "Take away";
pub const UNCHOOSE: &str = "Unselect all";
pub const MOST_CHOSEN: &str = "A role is given to 100 members at a time at most.";

pub fn choose(name: &str) -> String {
    format!("Select {name}")
}

pub fn chosen(count: usize) -> String {
    format!("{count} selected")
}

pub fn given(role: &str, count: usize) -> String {
    format!(
        "{} the role {role}",
        if count == 1 { "1 member has".to_owned() } else { format!("{count} members have") }
    )
}

pub fn taken(role: &str, count: usize) -> String {
    let who = if count == 1 {
        "1 member no longer has".to_owned()
    } else {
        format!("{count} members no longer have")
    };
    format!("{who} the role {role}")
}

pub fn refused_for(name: &str, why: &str) -> String {
    format!("{name}: {why}")
}

pub const NOTHING_DONE: &str = "Nobody was changed. Unselect those who stand in the way:";

// What the hub calls them
pub const NICKNAME: &str = "Nickname";
pub const NICKNAME_OPEN: &str = "Nickname…";
pub const NICKNAME_OWN_HINT: &str = "Only this hub calls you so. Leave it empty to be called as everywhere.";
pub const NICKNAME_HINT: &str = "Only this hub calls them so. Leave it empty for their own name.";
pub const NICKNAME_OWN: &str = "Your name in this hub";

pub fn nickname_of(name: &str) -> String {
    format!("What this hub calls {name}")
}

pub fn named(name: &str) -> String {
    format!("The hub says {name} now")
}

pub fn elsewhere(name: &str) -> String {
    format!("{name} elsewhere")
}

// What moderators know
pub const RECORD_OPEN: &str = "Notes and history…";
pub const NOTES: &str = "Notes";
pub const NOTES_HINT: &str = "For moderators. Who it is about never sees them.";
pub const NOTES_NONE: &str = "Nobody has noted anything yet.";
pub const NOTE: &str = "Note";
pub const NOTE_EXAMPLE: &str = "What other moderators should know";
pub const NOTE_ADD: &str = "Add note";
pub const NOTE_MISSING: &str = "Write the note first.";
pub const NOTE_DELETE: &str = "Delete this note";
pub const NOTE_DELETED: &str = "The note was deleted";
pub const HISTORY: &str = "History";
pub const HISTORY_NONE: &str = "Nothing was ever done about them here.";

pub fn record_of(name: &str) -> String {
    format!("About {name}")
}

pub fn noted_by(name: &str, at: &str) -> String {
    format!("{name}, {at}")
}

/// What was done about somebody.
pub fn measure(entry: &AuditEntry) -> &'static str {
    match entry.action {
        AuditAction::MemberKicked => "Kicked",
        AuditAction::MemberBanned => "Banned",
        AuditAction::BanLifted => "Ban lifted",
        AuditAction::MessageBlocked => "A message was blocked",
        AuditAction::MessageHeld => "A message was held for review",
        AuditAction::MessageFlagged => "A message was flagged",
        AuditAction::MessageReleased => "A held message was let through",
        AuditAction::MessageDiscarded => "A held message was discarded",
        AuditAction::MessageDeleted => "A message was deleted",
        AuditAction::MemberUpdated if ends_timeout(entry) => "Timeout ended",
        AuditAction::MemberUpdated => "Timed out",
        _ => "Something was done",
    }
}

fn ends_timeout(entry: &AuditEntry) -> bool {
    entry.changes.iter().any(|change| change.field == "timed_out_until" && change.after.is_none())
}

/// By whom, and when.
pub fn measure_by(entry: &AuditEntry, at: &str) -> String {
    match (entry.actor, &entry.name) {
        (Some(Actor::Automod), Some(rule)) => format!("By the rule {rule}, {at}"),
        (Some(Actor::Automod), None) => format!("By a rule, {at}"),
        _ => format!("By {}, {at}", entry.who.display_name),
    }
}

pub fn until(moment: &str) -> String {
    format!("Until {moment}")
}
