//! Words for addresses to which programs post.

pub const WEBHOOKS: &str = "Webhooks";
pub const HINT: &str = "Programs that post, and programs that are told what happens";
pub const NONE_TITLE: &str = "No webhooks yet";
pub const NONE: &str = "A webhook is an address to which a program posts messages: a build server, an alarm, GitHub. Programs that know Discord's webhooks or Slack's can use it as it is.";
pub const NEW: &str = "New webhook";
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Builds";
pub const CHANNEL: &str = "Posts into";
pub const NAMELESS: &str = "Give it a name. Its messages stand under it.";
pub const MAKE: &str = "Make the webhook";
pub const ADDRESS_TITLE: &str = "Copy the address now";
pub const ADDRESS_HINT: &str =
    "It is shown this once. Whoever has it can post here: keep it like a password.";
pub const ADDRESS: &str = "Address";
pub const COPY: &str = "Copy address";
pub const FOR_GITHUB: &str = "For GitHub, add /github at its end and choose the content type application/json; for Slack's words, add /slack.";
pub const TEST: &str = "Send a test message";
pub const TEST_WORDS: &str = "A test: this webhook works.";
pub const TESTED: &str = "The test message is there";
pub const SEEN: &str = "I have it";
pub const EDIT: &str = "Edit";
pub const SAVE: &str = "Save";
pub const ROTATE: &str = "New address";
pub const ROTATE_HINT: &str = "The address that it has ends at once.";
pub const DELETE: &str = "Delete";
pub const DELETED: &str = "The webhook is deleted";

/// Who made it, and when.
pub fn made_by(name: &str, at: &str) -> String {
    format!("Made by {name}, {at}")
}

/// Where it posts, and when it last did.
pub fn standing(channel: &str, used: Option<String>) -> String {
    match used {
        Some(used) => format!("#{channel} · posted {used}"),
        None => format!("#{channel} · never used"),
    }
}

/// The label of a button beside a webhook.
pub fn of(deed: &str, name: &str) -> String {
    format!("{deed}: {name}")
}
