//! Words of saving messages, and of being reminded of them.

pub const TITLE: &str = "Saved";
pub const LATER: &str = "Later";
pub const MENTIONS: &str = "Mentions";
pub const SAVE: &str = "Save";
pub const SAVE_MESSAGE: &str = "Save message";
pub const SAVE_ALONE: &str = "Save without a reminder";
pub const REMIND: &str = "Remind me";
pub const REMIND_TITLE: &str = "When do you want to be reminded?";
pub const NO_REMINDER: &str = "No reminder";
pub const IN_AN_HOUR: &str = "In an hour";
pub const THIS_EVENING: &str = "This evening at six";
pub const TOMORROW: &str = "Tomorrow at nine";
pub const IN_A_WEEK: &str = "In a week at nine";
pub const OTHER_TIME: &str = "Another time";
pub const CHOOSE_A_TIME: &str = "Choose a day and a time first.";
pub const REMOVE: &str = "Remove from saved";
pub const OLDER: &str = "Show older ones";
pub const REMINDER: &str = "Reminder";
pub const SHOW: &str = "Show";
pub const SAVED: &str = "Saved. You find it in your inbox, under “Later”.";
pub const REMOVED: &str = "Removed from saved";
pub const REMINDER_OFF: &str = "You are not reminded of it";
pub const EMPTY_TITLE: &str = "Nothing saved yet";
pub const EMPTY: &str = "Hold a message, or point at it, and choose “Save”: it waits here for you, and can remind you. Nobody else can tell.";

/// What was to be sent at its time, and was not.
pub const NOT_SENT: &str = "Something you wrote for later was not sent. Your inbox says why.";

// Days within a sentence
pub const TODAY: &str = "today";
pub const TOMORROW_DAY: &str = "tomorrow";

/// What is said when a reminder comes while the app is open.
pub fn reminder(channel: &str) -> String {
    format!("You wanted to be reminded of a message in #{channel}")
}

/// When one will be reminded.
pub fn reminds(moment: &str) -> String {
    format!("Reminds you {moment}")
}

/// When one was reminded.
pub fn reminded(ago: &str) -> String {
    format!("Reminded you {ago}")
}

/// Said once a time is chosen.
pub fn will_remind(moment: &str) -> String {
    format!("Saved. You are reminded {moment}.")
}
