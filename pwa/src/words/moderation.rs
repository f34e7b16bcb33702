//! Words for removing people from a hub.

pub const KICK: &str = "Kick";
pub const KICK_OPEN: &str = "Kick…";
pub const BAN: &str = "Ban";
pub const BAN_OPEN: &str = "Ban…";
pub const BANS: &str = "Bans";
pub const REASON: &str = "Reason (optional)";
pub const REASON_EXAMPLE: &str = "Kept in the audit log";

/// How long a ban may last: words, and hours. None: for good.
pub const LENGTHS: [(&str, Option<i64>); 5] = [
    ("For good", None),
    ("1 hour", Some(1)),
    ("1 day", Some(24)),
    ("7 days", Some(7 * 24)),
    ("30 days", Some(30 * 24)),
];
pub const LENGTH: &str = "How long";

/// Whose words may go with them: words, and hours. None: nobody's.
pub const DELETIONS: [(&str, Option<u64>); 4] = [
    ("None", None),
    ("Those of the last hour", Some(1)),
    ("Those of the last day", Some(24)),
    ("Those of the last 7 days", Some(7 * 24)),
];
pub const DELETE_MESSAGES: &str = "Delete their messages";

pub const NOT_BELOW: &str =
    "You may not do this to them. Their role has to be below yours, and your rights may have changed.";
pub const GONE: &str = "They are no longer in this hub.";

pub const BANS_NONE_TITLE: &str = "Nobody is banned";
pub const BANS_NONE: &str = "Whoever has an invite can join.";
pub const BANS_MORE: &str = "Show more";
pub const LIFT: &str = "Lift";
pub const LIFT_GONE: &str = "That ban has ended already.";

pub fn kick_title(name: &str) -> String {
    format!("Kick {name}?")
}

pub fn kick_hint(name: &str) -> String {
    format!("{name} leaves the hub and loses all roles, and can come back with an invite.")
}

pub fn kicked(name: &str) -> String {
    format!("{name} was kicked")
}

pub fn ban_title(name: &str) -> String {
    format!("Ban {name}?")
}

pub fn ban_hint(name: &str, is_member: bool) -> String {
    match is_member {
        true => format!("{name} leaves the hub, and no invite brings them back as long as the ban holds."),
        false => format!("No invite brings {name} into the hub as long as the ban holds."),
    }
}

pub fn banned(name: &str) -> String {
    format!("{name} was banned")
}

pub fn banned_by(name: &str, day: &str) -> String {
    format!("By {name}, {day}")
}

pub fn until(day: &str, time: &str) -> String {
    format!("Until {day}, {time}")
}

pub fn lift_of(name: &str) -> String {
    format!("Lift the ban of {name}")
}

pub fn lifted(name: &str) -> String {
    format!("{name} may come again")
}
