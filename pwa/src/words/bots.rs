//! Words for applications and their bots.

use hubbub_shared::model::Intent;

pub const TITLE: &str = "Applications";
pub const HINT: &str = "Programs with an account of their own, a bot, which you or others add to hubs.";
pub const NONE: &str = "None yet. Make one for a bot that answers, moderates or brings news.";
pub const NEW: &str = "New application";
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Weather";
pub const ABOUT: &str = "What it does";
pub const ABOUT_EXAMPLE: &str = "Tells whether it will rain";
pub const NAMELESS: &str = "Give it a name first.";
pub const ASKS: &str = "What it asks hubs for";
pub const HEARS: &str = "What it hears";
pub const PUBLIC: &str = "Others may add it";
pub const PUBLIC_HINT: &str = "Whoever has its link adds it to hubs that they manage. Otherwise only you do.";
pub const MAKE: &str = "Make the application";
pub const TOKEN_TITLE: &str = "Copy the token now";
pub const TOKEN_HINT: &str = "It is shown this once. Whoever has it is the bot: keep it like a password.";
pub const TOKEN: &str = "Token";
pub const COPY: &str = "Copy token";
pub const SEEN: &str = "I have it";
pub const FORMER_HINT: &str = "The token before this one is good for another day.";
pub const ROTATE: &str = "New token";
pub const DELETE: &str = "Delete";
pub const DELETE_HINT: &str = "Its bot leaves all hubs. What it said stays.";
pub const DELETED: &str = "The application is deleted";
pub const ADD: &str = "Add to a hub";
pub const EVERYBODYS: &str = "Everybody may add it";

/// What an application asks for, to choose from.
pub const PERMISSIONS: [&str; 3] = ["Read", "Read and write", "Choose…"];

// The page on which a bot is added
pub const HUB: &str = "Hub";
pub const GIVES: &str = "What it may do there";
pub const GIVES_HINT: &str =
    "Beside what everyone may do. You give what you may do yourself, and take it back with its role.";
pub const ASKS_NOTHING: &str = "It asks for nothing but what everyone may do.";
pub const NOT_YOURS: &str = "You may not do this there yourself.";
pub const NO_HUB_TITLE: &str = "No hub to add it to";
pub const NO_HUB: &str = "Bots are added by who manages a hub. Make a hub of your own, or ask.";
pub const GONE_TITLE: &str = "No such bot";
pub const GONE: &str = "It was deleted, or only who made it may add it.";
pub const HEARS_NOTHING: &str = "It hears of nothing by itself. What it may see, it can read.";

/// What a bot hears, in a few words.
pub const fn intent(intent: Intent) -> &'static str {
    match intent {
        Intent::Hubs => "changes of hubs",
        Intent::Messages => "messages",
        Intent::Reactions => "reactions",
        Intent::Typing => "who is writing",
        Intent::Members => "who comes and goes",
        Intent::Presence => "who is online",
        Intent::Activity => "that something is new",
    }
}

/// All of it.
pub fn hears(intents: &[Intent]) -> String {
    match intents {
        [] => HEARS_NOTHING.to_owned(),
        some => format!("It hears: {}.", some.iter().map(|one| intent(*one)).collect::<Vec<_>>().join(", ")),
    }
}

/// Whose it is.
pub fn made_by(name: &str) -> String {
    format!("Made by {name}")
}

/// When it was there last.
pub fn used(ago: Option<String>) -> String {
    ago.map_or_else(|| "never used".to_owned(), |ago| format!("used {ago}"))
}

/// The label of a button that does this with it.
pub fn of(deed: &str, name: &str) -> String {
    format!("{deed}: {name}")
}

/// What the button says that adds it.
pub fn add(name: &str) -> String {
    format!("Add {name}")
}

/// It is in.
pub fn added(name: &str) -> String {
    format!("{name} is in the hub")
}
