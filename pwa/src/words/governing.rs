//! Words for what a hub is run with.

pub const NOT_YOURS_TITLE: &str = "This is for those who run the hub";
pub const NOT_YOURS: &str = "Your roles do not allow it. Ask somebody who runs the hub.";
pub const BANS_HINT: &str = "Who may not come, and why";
