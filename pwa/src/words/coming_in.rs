//! Words for who comes into a hub: invites, rules to accept, the raid shield.

pub const INVITES: &str = "Invites";
pub const INVITES_NONE_TITLE: &str = "No invites";
pub const INVITES_NONE: &str = "Nobody can join before somebody makes one.";
pub const WHO_CAME: &str = "Who came";
pub const NOBODY_CAME: &str = "Nobody who came by it is here any more.";
pub const REVOKE: &str = "Revoke";
pub const REVOKE_OPEN: &str = "Revoke…";
pub const REVOKED: &str = "That invite lets nobody in any more";
pub const FOR_GOOD: &str = "Without an end";

pub const RULES: &str = "Rules";
pub const RULES_LABEL: &str = "What you ask of everybody who joins";
pub const RULES_HINT: &str =
    "New members read, and can write once they have accepted. Whoever is here already goes on.";
pub const RULES_SAVED: &str = "New members are asked to accept them";
pub const RULES_GONE: &str = "New members can write at once";
pub const RULES_PENDING: &str = "You can read along. To write, accept the rules of this hub.";
pub const RULES_OPEN: &str = "See the rules";
pub const RULES_ACCEPT: &str = "Accept";
pub const RULES_ACCEPTED: &str = "Welcome! You can write now.";

pub const SHIELD: &str = "Raid shield";
pub const STATE: &str = "Whether people can join";
pub const OPEN: &str = "People can join";
pub const OPEN_HINT: &str = "Everybody with an invite comes in.";
pub const PAUSED: &str = "Nobody can join";
pub const PAUSED_BY_SHIELD: &str = "Too many came at once.";
pub const PAUSED_BY_HAND: &str = "Somebody paused invites.";
pub const UNTIL_RESUMED: &str = "Until you resume.";
pub const PAUSE: &str = "Pause invites";
pub const RESUME: &str = "Resume invites";
pub const LET_IN: &str = "Let people in";

// A raid
pub const STOP_RAID: &str = "Stop a raid";
/// Why the hub was locked, in its log.
pub const RAID: &str = "A raid";

/// Why nobody can join, since when and until when, for who may let people in again.
pub fn nobody_joins(is_raid: bool, since: &str, until: Option<&str>) -> String {
    let why = if is_raid { PAUSED_BY_SHIELD } else { PAUSED_BY_HAND };
    let until =
        until.map_or_else(|| "until somebody lets people in".to_owned(), |until| format!("until {until}"));
    format!("{why} Nobody can join: since {since}, {until}.")
}

/// What was done about a raid, beside "Undo".
pub const fn stopped(locked: bool, paused: bool) -> Option<&'static str> {
    match (locked, paused) {
        (true, true) => Some("The hub is locked, and nobody can join"),
        (true, false) => Some("The hub is locked"),
        (false, true) => Some(PAUSED),
        (false, false) => None,
    }
}

// The shield's settings
pub const JOINS: &str = "Pause when more than so many join within a minute (empty: never)";
pub const PAUSE_FOR: &str = "How long invites pause then";
pub const PAUSES: [&str; 5] = ["Until somebody resumes", "10 minutes", "1 hour", "6 hours", "1 day"];
pub const PAUSE_SECS: [Option<u64>; 5] = [None, Some(600), Some(3600), Some(21_600), Some(86_400)];
pub const AGE: &str = "Accounts have to be this old";
pub const AGES: [&str; 5] = ["They may be new", "1 hour", "1 day", "7 days", "30 days"];
pub const AGE_SECS: [Option<u64>; 5] = [None, Some(3600), Some(86_400), Some(604_800), Some(2_592_000)];

pub fn until(when: &str) -> String {
    format!("Until {when}")
}

pub fn made_by(name: &str, day: &str) -> String {
    format!("By {name}, {day}")
}

pub fn revoke_of(code: &str) -> String {
    format!("Revoke the invite {code}")
}

/// By which invite somebody came, and whose it was, if that is known.
pub fn came_by(inviter: Option<&str>, code: &str) -> String {
    match inviter {
        Some(inviter) => format!("Came by {inviter}’s invite {code}"),
        None => format!("Came by the invite {code}"),
    }
}

pub fn who_came_by(code: &str) -> String {
    format!("Who came by the invite {code}")
}

pub fn uses(uses: u32, most: Option<u32>) -> String {
    match (uses, most) {
        (1, None) => "Used once".to_owned(),
        (uses, None) => format!("Used {uses} times"),
        (uses, Some(most)) => format!("Used {uses} of {most} times"),
    }
}

pub fn characters(length: usize, most: usize) -> String {
    format!("{length} of {most} characters")
}
