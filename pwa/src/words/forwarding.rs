//! Words of passing messages on.

pub const FORWARD: &str = "Forward";
pub const FORWARD_MESSAGE: &str = "Forward message";
pub const FIND: &str = "Where to";
pub const FIND_EXAMPLE: &str = "Find a channel";
pub const PLACES: &str = "Channels you can write in";
pub const NONE: &str = "There is no channel that you may write in.";
pub const NONE_CALLED: &str = "You can write in no channel of that name.";
pub const NONE_FOR_FILES: &str =
    "There is no channel like that where you may send files, and this message has some.";
pub const HINT: &str = "It goes as it is now. Who wrote it, and where, is shown only to people who can read it there. Private messages are encrypted, so nothing is forwarded to or from them.";
pub const CHOOSE: &str = "Choose where it shall go.";
pub const ADD: &str = "Add words";
pub const ADD_EXAMPLE: &str = "What you want to say about it, or nothing";
pub const SHOW: &str = "Show";
pub const SHOW_ORIGIN: &str = "Show where it was said";

/// What is chosen so far: `#general, #seeds`
pub fn chosen(places: &str, is_full: bool) -> String {
    match (places.is_empty(), is_full) {
        (true, _) => String::new(),
        (false, false) => format!("To {places}"),
        (false, true) => format!("To {places}. That is as many as can be chosen."),
    }
}

pub fn forwarded_to(places: &str) -> String {
    format!("Forwarded to {places}")
}

/// Why it did not go to one of several places.
pub fn not_to(place: &str, why: &str) -> String {
    format!("Not forwarded to {place}: {why}")
}

/// `By Ana in #general, Garden`
pub fn from(author: Option<&str>, channel: &str, hub: &str) -> String {
    match author {
        Some(author) => format!("By {author} in #{channel}, {hub}"),
        None => format!("From #{channel}, {hub}"),
    }
}
