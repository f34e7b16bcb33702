//! Words for what a hub is run with.

pub const NOT_YOURS_TITLE: &str = "This is for those who run the hub";
pub const NOT_YOURS: &str = "Your roles do not allow it. Ask somebody who runs the hub.";
pub const BANS_HINT: &str = "Who may not come, and why";
pub const ROLES_HINT: &str = "Who may do what, and how members are shown";
pub const PERMISSIONS_HINT: &str = "What channels and categories change about it";
pub const RULES_HINT: &str = "What everybody who joins accepts first";
pub const AUTOMOD_HINT: &str = "Words, links and spam that nobody gets to read";
pub const REPORTS_HINT: &str = "What members report, and what is done about it";
pub const REVIEW_HINT: &str = "What a rule has stopped until you decide";
pub const INVITES_HINT: &str = "The ways in, and closing them";
pub const SHIELD_HINT: &str = "When too many come at once";
