//! Words for taking along what is one's own, and for going.

pub const TITLE: &str = "Your data and your account";
pub const EXPORT: &str = "Download your data";
pub const EXPORT_HINT: &str =
    "Everything that is kept about you, your messages of all hubs too, as one JSON file.";
pub const EXPORTED: &str = "Your data is downloaded";
pub const DELETE: &str = "Delete account";
pub const DELETE_HINT: &str = "You leave all hubs and are signed out everywhere. This cannot be undone.";
pub const MESSAGES: &str = "Your messages";
pub const KEEP: &str = "Keep them";
pub const KEEP_HINT: &str =
    "They stay where they are, from \u{201c}Former member\u{201d}, without your name or picture.";
pub const REMOVE: &str = "Delete them too";
pub const REMOVE_HINT: &str = "Everything you wrote goes, in all hubs. That may take a while.";
pub const STAYS: &str = "What stays: that an account was there, without a name; invites you made; what the logs of hubs say was done, \
which nobody can take out; bans; and what was reported to moderators.";
pub const CONFIRM: &str = "Your name, to confirm";
pub const FOREVER: &str = "Delete my account for good";
pub const OWNER: &str = "You own this server. Make somebody else its owner first.";
pub const OWNS: &str = "These hubs belong to you. Hand them over or delete them first:";

/// How far the download is.
pub fn progress(messages: u64, total: u64) -> String {
    match total {
        0 => "Collecting\u{2026}".to_owned(),
        _ => format!("{} of {total} messages", messages.min(total)),
    }
}
