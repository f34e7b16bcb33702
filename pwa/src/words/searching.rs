//! Words of looking for messages.

pub const SEARCH: &str = "Search messages";
pub const EXAMPLE: &str = "Words, or from:somebody";
pub const FILTERS: &str = "Narrow the search";
pub const RECENT: &str = "Searched before";
pub const FORGET: &str = "Forget these";
pub const HOW_TITLE: &str = "Find what was said";
pub const HOW: &str =
    "Type words, “a phrase” in quotes, or tap a filter above. You find what you may read in this hub.";
pub const NONE_TITLE: &str = "Nothing found";
pub const NONE: &str = "Try fewer or other words, or take a filter away.";
pub const RESULTS: &str = "Messages that were found";
pub const SIMILAR: &str = "Spelled otherwise";
pub const MORE: &str = "Show more";
pub const INCOMPLETE: &str =
    "Older messages are being gone through at the moment: search again in a minute for all of them.";

/// How many are shown, for who does not see them.
pub fn shown(count: usize, has_more: bool) -> String {
    match (count, has_more) {
        (0, _) => NONE_TITLE.to_owned(),
        (1, false) => "1 message found".to_owned(),
        (_, false) => format!("{count} messages found"),
        (_, true) => format!("{count} messages shown, and there are more"),
    }
}

/// Above what was said in a channel on a day.
pub fn place_and_day(channel: &str, day: &str) -> String {
    format!("#{channel} · {day}")
}
