//! Words for timing people out and removing them from a hub.

pub const TIME_OUT: &str = "Time out";
pub const TIME_OUT_OPEN: &str = "Time out…";
pub const END_TIMEOUT: &str = "End timeout";
pub const TIMEOUT_ENDED: &str = "The timeout has ended";
pub const TIMEOUT_AGAIN: &str = "The timeout goes on";

/// How long a timeout may last: words, and minutes.
pub const TIMEOUTS: [(&str, i64); 5] = [
    ("10 minutes", 10),
    ("1 hour", 60),
    ("1 day", 24 * 60),
    ("7 days", 7 * 24 * 60),
    ("28 days", 28 * 24 * 60 - 1),
];

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

pub fn time_out_title(name: &str) -> String {
    format!("Time {name} out?")
}

pub fn time_out_hint(name: &str) -> String {
    format!("{name} can read, but not write or react until it ends. It ends by itself.")
}

pub fn timed_out(name: &str) -> String {
    format!("{name} is in a timeout")
}

pub fn in_timeout(until: &str) -> String {
    format!("In a timeout until {until}")
}

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

// Locking
pub const LOCK_CHANNEL: &str = "Lock channel";
pub const UNLOCK_CHANNEL: &str = "Unlock channel";
pub const LOCK_HUB: &str = "Lock hub";
pub const UNLOCK_HUB: &str = "Unlock hub";
pub const UNLOCK: &str = "Unlock";

/// Why others cannot write, or why one cannot oneself.
pub fn channel_is_locked(writes: bool) -> &'static str {
    match writes {
        true => "Locked: only moderators can write here.",
        false => "This channel is locked for now. You can read, and what you wrote is kept.",
    }
}

/// The same for the whole hub.
pub fn hub_is_locked(writes: bool) -> &'static str {
    match writes {
        true => "The hub is locked: only moderators can write.",
        false => "The hub is locked for now. You can read, and what you wrote is kept.",
    }
}

/// What was done to a lock, beside "Undo".
pub fn lock_set(is_hub: bool, locked: bool) -> &'static str {
    match (is_hub, locked) {
        (false, true) => "The channel is locked",
        (false, false) => "The channel is open again",
        (true, true) => "The hub is locked",
        (true, false) => "The hub is open again",
    }
}

// Slow mode
pub const SLOW_MODE: &str = "Slow mode";
pub const SLOW_MODE_HINT: &str =
    "How long everybody waits from one message to the next. Moderators need not wait.";

/// What can be chosen, in seconds.
pub const SLOW_MODES: [u64; 14] = [0, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600];

/// A choice of slow mode.
pub fn slow_mode_choice(secs: u64) -> String {
    if secs == 0 { "Off".to_owned() } else { span(secs) }
}

/// How slow mode works, in a sentence.
pub fn slow_mode_how(secs: u64) -> String {
    format!("Slow mode: one message every {}", span(secs))
}

/// The same beside the composer, with what is left to wait.
pub fn slow_mode(secs: u64, left: u64, waits: bool) -> String {
    match (left, waits) {
        (0, _) => format!("Slow mode, {}", short(secs)),
        (_, false) => format!("You can write in {}", short(left)),
        (_, true) => format!("Goes out in {}", short(left)),
    }
}

/// For who does not see the countdown.
pub fn slow_mode_waits(left: u64) -> String {
    format!("The channel is in slow mode. Your message goes out in {}.", span(left))
}

/// `30 seconds`, `1 minute`, `2 hours`; what is no whole number of the larger is told in the smaller.
pub fn span(secs: u64) -> String {
    let (number, unit) = match secs {
        secs if secs >= 3_600 && secs % 3_600 == 0 => (secs / 3_600, "hour"),
        secs if secs >= 60 && secs % 60 == 0 => (secs / 60, "minute"),
        secs => (secs, "second"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// `27 s`, `4:05 min`, `1:30 h`.
fn short(secs: u64) -> String {
    match secs {
        0..60 => format!("{secs} s"),
        60..3_600 => format!("{}:{:02} min", secs / 60, secs % 60),
        _ => format!("{}:{:02} h", secs / 3_600, secs / 60 % 60),
    }
}

// Deleting several messages
pub const SELECT_MESSAGES: &str = "Select messages";
pub const SELECTING: &str = "Messages that are selected";
pub const END_SELECTING: &str = "Stop selecting";
pub const SELECTED: &str = "Selected";
pub const SELECTED_MOST: &str = "More than 100 cannot be deleted together.";

pub fn selected(count: usize) -> String {
    match count {
        0 => "Tap the messages to delete".to_owned(),
        count => format!("{count} selected"),
    }
}

/// Asked before they go.
pub fn delete_together(count: usize) -> String {
    match count {
        1 => "Delete this message for everyone, for good?".to_owned(),
        count => format!("Delete {count} messages for everyone, for good?"),
    }
}

pub fn deleted_together(count: usize) -> String {
    match count {
        1 => "1 message deleted".to_owned(),
        count => format!("{count} messages deleted"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_as_people_say_them() {
        let told: Vec<_> = [1, 30, 60, 90, 300, 3_600, 7_200].map(span).into();
        assert_eq!(
            told,
            ["1 second", "30 seconds", "1 minute", "90 seconds", "5 minutes", "1 hour", "2 hours"]
        );
        let left: Vec<_> = [27, 60, 245, 3_600, 5_400].map(short).into();
        assert_eq!(left, ["27 s", "1:00 min", "4:05 min", "1:00 h", "1:30 h"]);
        assert_eq!(slow_mode(30, 0, false), "Slow mode, 30 s");
        assert_eq!(slow_mode(30, 12, true), "Goes out in 12 s");
    }
}
