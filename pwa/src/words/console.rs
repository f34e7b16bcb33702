//! Words for running the server.

use hubbub_shared::model::Suspension;

pub const PUT_AWAY: &str = "Put away";
pub const PEOPLE: &str = "People";
pub const HUBS: &str = "Hubs";
pub const REPORTS: &str = "Reports";
pub const ACCESS: &str = "Access";
pub const NEWS: &str = "News";
pub const HEALTH: &str = "Health";
pub const LOG: &str = "Log";
pub const SECTIONS: &str = "Parts of the console";
pub const FIND_PEOPLE: &str = "Find by name or id";
pub const FIND_HUBS: &str = "Find by name or id";
pub const FIND: &str = "Find";
pub const NOBODY_TITLE: &str = "Nobody found";
pub const NOBODY: &str = "Try another part of the name, or the whole id.";
pub const NO_HUBS_TITLE: &str = "No hub found";
pub const NO_HUBS: &str = "Try another part of the name, or the whole id.";
pub const REPORTS_HINT: &str = "What moderators put before you, and what is said of those who own hubs.";
pub const TO_DECIDE: &str = "To decide";
pub const DECIDED: &str = "Decided";
pub const NO_REPORTS_TITLE: &str = "Nothing to decide";
pub const NO_REPORTS: &str =
    "Moderators decide about reports in their hubs, and put before you what is not theirs to decide.";
pub const NONE_DECIDED_TITLE: &str = "Nothing decided yet";
pub const NONE_DECIDED: &str = "What you decided about is kept here.";
pub const ALL_REPORTS: &str = "All reports";
pub const LOOK_AT_PERSON: &str = "Look at the person";
pub const LOOK_AT_HUB: &str = "Look at the hub";
pub const MORE: &str = "Show more";
pub const OWNER: &str = "Owns this server";
pub const LEFT: &str = "This account was deleted";
pub const REASON_TOLD: &str = "Reason, which they read";
pub const REASON_LOGGED: &str = "Reason, for the log of the server";
pub const REASON_EXAMPLE: &str = "Spam in several hubs";
pub const LENGTH: &str = "For how long";
pub const SUSPEND: &str = "Suspend";
pub const RELEASE: &str = "Lift suspension";
pub const OPEN_AGAIN: &str = "Open again";
pub const SIGN_OUT: &str = "Sign out";
pub const ERASE: &str = "Delete account";
pub const DELETE_HUB: &str = "Delete hub";
pub const SUSPEND_HINT: &str = "They are signed out everywhere and cannot sign in. What they said stays.";
pub const SIGN_OUT_HINT: &str = "All their devices and programs have to sign in again.";
pub const CLOSE_HINT: &str =
    "Nobody gets in, not even its owner. Its members are told why, and nothing is lost.";
pub const GIVE: &str = "Give away";
pub const GIVE_HINT: &str = "For a hub whose owner is away for good. Whom you name has to be a member of it.";
pub const HEIR: &str = "Name or id of the new owner";
pub const HEIR_UNKNOWN: &str = "Nobody is called so. Look for them under People, and give their id.";
pub const HEIR_NOT_CLEAR: &str = "Several people are called so. Look for them under People, and give the id.";
pub const ONLY_SUSPENDED: &str = "Only those that are suspended";
pub const ERASE_HINT: &str = "Their account ends for good, and they can sign up again as somebody new. To keep somebody out, suspend them.";
pub const DELETE_HINT: &str = "Nobody gets in from now on. After seven days it is deleted with everything in it; until then you can open it again.";
pub const CONFIRM: &str = "Their name, to confirm";
pub const CONFIRM_HUB: &str = "The name of the hub, to confirm";
pub const WITH_MESSAGES: &str = "Delete their messages too";
pub const SAVED: &str = "Saved";
pub const DONE: &str = "Done";
pub const SIGN_UPS: &str = "Who may sign up";
pub const SIGN_UP_CHOICES: [&str; 3] = ["Everyone", "With an invite to a hub", "Nobody"];
pub const HUB_MAKERS: &str = "Who may make hubs";
pub const HUB_MAKER_CHOICES: [&str; 2] = ["Everyone", "Only you"];
pub const LIMITS: &str = "Limits";
pub const LIMITS_HINT: &str = "0 is no limit. An empty field is as the server was started.";
pub const LIMIT_NAMES: [&str; 6] = [
    "Messages per person and minute",
    "Other changes per person and minute",
    "Sign-ins per address and minute",
    "Data downloads per person and hour",
    "Hubs per person",
    "Members per hub",
];
pub const AS_STARTED: &str = "as started";
pub const SAVE: &str = "Save";
pub const TEXT: &str = "What everybody shall read";
pub const TEXT_EXAMPLE: &str = "The server is renewed tonight at ten and back by eleven.";
pub const ANNOUNCE: &str = "Tell everybody";
pub const TAKE_BACK: &str = "Take it back";
pub const TOLD_NOW: &str = "Told now:";
pub const PROBLEMS: &str = "What went wrong last";
pub const NO_PROBLEMS: &str = "Nothing since the server was started.";
pub const LOG_EMPTY_TITLE: &str = "Nothing yet";
pub const LOG_EMPTY: &str = "What is done here is written down, and cannot be changed unnoticed.";
pub const LENGTHS: [(&str, Option<i64>); 5] = [
    ("Until it is lifted", None),
    ("An hour", Some(1)),
    ("A day", Some(24)),
    ("A week", Some(7 * 24)),
    ("30 days", Some(30 * 24)),
];

pub fn counts(hubs: u64, sessions: u64) -> String {
    let hubs = if hubs == 1 { "1 hub".to_owned() } else { format!("{hubs} hubs") };
    match sessions {
        0 => format!("{hubs}, not signed in"),
        1 => format!("{hubs}, signed in once"),
        many => format!("{hubs}, signed in {many} times"),
    }
}

pub fn since(date: &str) -> String {
    format!("Since {date}")
}

pub fn members(count: u64) -> String {
    if count == 1 { "1 member".to_owned() } else { format!("{count} members") }
}

pub fn owned_by(name: &str) -> String {
    format!("owned by {name}")
}

pub fn owns(names: &str) -> String {
    format!("Owns {names}")
}

pub fn owns_first(names: &str) -> String {
    format!("They own {names}. Give these hubs to others under Hubs, or have them deleted, first.")
}

/// Why and until when, with the end as the device writes times.
pub fn closed(suspension: &Suspension, until: Option<&str>) -> String {
    let reason = &suspension.reason;
    match until {
        Some(until) if suspension.deletes => format!("Will be deleted {until}: {reason}"),
        Some(until) => format!("Suspended until {until}: {reason}"),
        None => format!("Suspended: {reason}"),
    }
}

pub fn usual(limit: u32) -> String {
    format!("As started: {limit}")
}

pub fn bytes(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    match bytes {
        0..MIB => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / MIB),
    }
}

pub fn uptime(secs: u64) -> String {
    let (days, hours, minutes) = (secs / 86_400, secs / 3_600 % 24, secs / 60 % 60);
    match days {
        0 => format!("{hours} h {minutes} min"),
        _ => format!("{days} days {hours} h"),
    }
}

/// What the log calls a field, or nothing when it says nothing more than the line does.
pub fn field(name: &str) -> Option<&'static str> {
    let fields = ["sends_per_minute", "writes_per_minute", "sign_ins_per_minute"];
    let others = ["exports_per_hour", "hubs_of_a_person", "members_of_a_hub"];
    let limits = fields.into_iter().chain(others).zip(LIMIT_NAMES);
    let rest =
        [("sign_ups", SIGN_UPS), ("hub_makers", HUB_MAKERS), ("until", "Until"), ("announcement", "Text")];
    limits.chain(rest).find(|(field, _)| *field == name).map(|(_, words)| words)
}

/// A value of a field that changed, as the log shows it.
pub fn value(field: &str, name: &str) -> Option<&'static str> {
    match (field, name) {
        ("sign_ups", "everyone") => Some(SIGN_UP_CHOICES[0]),
        ("sign_ups", "invited") => Some(SIGN_UP_CHOICES[1]),
        ("sign_ups", "nobody") => Some(SIGN_UP_CHOICES[2]),
        ("hub_makers", "everyone") => Some(HUB_MAKER_CHOICES[0]),
        ("hub_makers", "owner") => Some(HUB_MAKER_CHOICES[1]),
        _ => None,
    }
}

/// Whether a field always has a value, if only that of the start.
pub fn is_setting(name: &str) -> bool {
    !matches!(name, "until" | "announcement")
}
