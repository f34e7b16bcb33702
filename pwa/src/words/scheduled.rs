//! Words of messages that are sent later.

pub const SEND_LATER: &str = "Send later";
pub const CHANGE: &str = "Change what is sent later";
pub const MESSAGE: &str = "Message";
pub const WHEN: &str = "When shall it be sent?";
pub const NOTHING_WRITTEN: &str = "Write something first.";
pub const TITLE: &str = "To be sent";
pub const EDIT: &str = "Change";
pub const DELETE: &str = "Do not send";
pub const DELETED: &str = "It is not sent";

/// Said once a time is chosen.
pub fn will_be_sent(moment: &str) -> String {
    format!("It is sent {moment}. You find it in your inbox, under “Later”.")
}

/// When something is sent, and where.
pub fn is_sent(moment: &str) -> String {
    format!("Is sent {moment}")
}

/// Why something was not sent.
pub fn not_sent(why: &str) -> String {
    format!("Not sent: {why}")
}
