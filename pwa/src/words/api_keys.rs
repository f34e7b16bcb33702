//! Words for keys with which programs act for a person.

use hubbub_shared::Permissions;

pub const TITLE: &str = "API keys";
pub const HINT: &str =
    "For a program that acts for you in hubs: it does no more than you may, and no more than you say here.";
pub const NONE: &str = "No keys. Make one for a script, a build server or a bot of your own.";
pub const NEW: &str = "New key";
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Build server";
pub const HUB: &str = "Where";
pub const ALL_HUBS: &str = "All my hubs";
pub const SCOPE: &str = "What it may do";
pub const ENDS: &str = "Ends";
pub const NAMELESS: &str = "Say what it is for, so that you know it again.";
pub const POWERLESS: &str = "A key that may do nothing opens nothing. Choose at least one permission.";
pub const MAKE: &str = "Make the key";
pub const TOKEN_TITLE: &str = "Copy the token now";
pub const TOKEN_HINT: &str =
    "It is shown this once. Whoever has it can do what the key may: keep it like a password.";
pub const TOKEN: &str = "Token";
pub const COPY: &str = "Copy token";
pub const SEEN: &str = "I have it";
pub const ROTATE: &str = "New token";
pub const DELETE: &str = "Delete";
pub const DELETED: &str = "The key has ended";
pub const FORMER_HINT: &str = "The token before this one is good for another day.";

/// What a key may do, to choose from: words, and what it comes to. `None`: one chooses each permission.
pub const SCOPES: [(&str, Option<Permissions>); 4] = [
    ("Read", Some(READ)),
    ("Read and write", Some(Permissions(READ.0 | Permissions::SEND.0 | Permissions::REACT.0))),
    ("Everything that I may", Some(Permissions::ALL)),
    ("Choose…", None),
];

const READ: Permissions = Permissions(Permissions::VIEW.0 | Permissions::HISTORY.0);

/// How long a key is good for: words and seconds.
pub const ENDINGS: [(&str, Option<u64>); 4] = [
    ("In 90 days", Some(90 * 86_400)),
    ("In 30 days", Some(30 * 86_400)),
    ("In a year", Some(365 * 86_400)),
    ("When I delete it", None),
];

/// What a key may do, in a few words.
pub fn scope(scope: Permissions) -> String {
    match SCOPES.iter().find(|(_, all)| *all == Some(scope)) {
        Some((words, _)) => (*words).to_owned(),
        None => super::permissions::listed(scope),
    }
}

/// Where it may do that, when it was used, and when it ends.
pub fn standing(hub: Option<String>, used: Option<String>, ends: Option<String>) -> String {
    let hub = hub.unwrap_or_else(|| ALL_HUBS.to_owned());
    let used = used.map_or_else(|| "never used".to_owned(), |used| format!("used {used}"));
    match ends {
        Some(ends) => format!("{hub} · {used} · ends {ends}"),
        None => format!("{hub} · {used}"),
    }
}

/// The label of the button beside a key.
pub fn rotate_of(name: &str) -> String {
    format!("New token for {name}")
}

/// The label of the button beside a key.
pub fn delete_of(name: &str) -> String {
    format!("Delete {name}")
}
