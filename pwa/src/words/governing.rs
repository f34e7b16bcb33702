//! Words for what a hub is run with.

pub const NOT_YOURS_TITLE: &str = "This is for those who run the hub";
pub const NOT_YOURS: &str = "Your roles do not allow it. Ask somebody who runs the hub.";
pub const BANS_HINT: &str = "Who may not come, and why";
pub const ROLES_HINT: &str = "Who may do what, and how members are shown";
pub const PERMISSIONS_HINT: &str = "What channels and categories change about it";
