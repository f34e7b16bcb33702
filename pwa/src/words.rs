//! Every word the app shows. Another language is another file with the same names.

pub mod api_keys;
mod around;
pub mod audit;
pub mod automod;
pub mod blocks;
pub mod bots;
pub mod coming_in;
pub mod console;
pub mod conversing;
pub mod diag;
pub mod dms;
pub mod files;
pub mod forwarding;
pub mod governing;
pub mod later;
pub mod leaving;
pub mod members;
pub mod moderation;
pub mod notifications;
pub mod outgoing;
pub mod permissions;
pub mod polls;
mod problems;
pub mod reports;
pub mod role_groups;
pub mod roles;
pub mod saved;
pub mod scheduled;
pub mod searching;
pub mod webhooks;

pub use around::*;
pub use problems::{invite_problem, name_problem, problem};

/// The name of the product: `PRODUCT_NAME` in `.cargo/config.toml`.
pub const APP: &str = env!("PRODUCT_NAME");
pub const TAGLINE: &str = "Talk with the people who share your thing.";

// Signing in
pub const SIGN_IN: &str = "Sign in";
pub const SIGN_IN_DISCORD: &str = "Continue with Discord";
pub const SIGN_IN_LOCAL: &str = "Pick a name and start";
pub const LOCAL_NOTICE_TITLE: &str = "Local sign-in";
pub const LOCAL_NOTICE: &str = "Anyone who can reach this server can pick any name. Good for trying things out, not for a real community.";
pub const SIGN_IN_POINTS: [(&str, &str); 3] = [
    ("chat", "Conversations that keep up, even on a bad network"),
    ("install", "Installs on your phone straight from the browser"),
    ("heart", "Open source: your community stays yours"),
];
pub const SESSION_OVER: &str = "You are signed out. Sign in again to go on.";

// Hubs
pub const HUBS: &str = "Hubs";
pub const YOUR_HUBS: &str = "Your hubs";
pub const NAME_MISSING: &str = "Give it a name first.";
pub const CREATE_A_HUB: &str = "Create a hub";
pub const CREATE_HUB: &str = "Create hub";
pub const CREATE_HUB_HINT: &str = "A hub is a place for a community, with channels for its topics.";
pub const HUB_NAME: &str = "Hub name";
pub const HUB_NAME_EXAMPLE: &str = "Neighbourhood gardeners";
pub const JOIN_A_HUB: &str = "Join with an invite";
pub const JOIN_HUB: &str = "Join hub";
pub const JOIN_HINT: &str = "Paste the invite link or code that somebody sent you.";
pub const INVITE_CODE: &str = "Invite link or code";
pub const INVITE_CODE_WRONG: &str =
    "That does not look like an invite. Paste the whole link, or just the code at its end.";
pub const NO_HUBS_TITLE: &str = concat!("Welcome to ", env!("PRODUCT_NAME"));
pub const NO_HUBS: &str = "Create a hub for your community, or join one with an invite somebody sent you.";
pub const HUB_ACTIONS: &str = "Hub actions";
pub const INVITE_PEOPLE: &str = "Invite people";
pub const CONSOLE: &str = "Console";
pub const CONSOLE_HINT: &str = "People, hubs and limits of the whole server";
pub const LEAVE_HUB: &str = "Leave hub";
pub const DELETE_HUB: &str = "Delete hub";
pub const NO_LONGER_IN_HUB: &str = "You are no longer in that hub.";

// Channels
pub const CHANNELS: &str = "Channels";
pub const CREATE_A_CHANNEL: &str = "Create a channel";
pub const CREATE_CHANNEL: &str = "Create channel";
pub const CHANNEL_NAME: &str = "Channel name";
pub const CHANNEL_NAME_EXAMPLE: &str = "seed-swaps";
pub const CHANNEL_TOPIC: &str = "Topic (optional)";
pub const NO_CHANNELS: &str = "There is no channel here that you can see.";
pub const CHOOSE_CHANNEL: &str = "Choose a channel to start talking.";
pub const CHANNEL_GONE_TITLE: &str = "No such channel";
pub const CHANNEL_GONE: &str = "The channel does not exist, or you may not see it.";
pub const OPEN_CHANNELS: &str = "Show channels";
pub const OPEN_MEMBERS: &str = "Show members";
pub const CLOSE: &str = "Close";
pub const CANCEL: &str = "Cancel";
pub const BACK: &str = "Back";
pub const HOME: &str = "All hubs";

// Encrypted conversations, as far as the first view knows of them
pub const MESSAGES: &str = "Messages";
pub const DM_START: &str = "Only the two of you can read what is said here.";
pub const KEYS_AT_SIGN_OUT: &str = "The keys of your private messages are deleted with this. To read them again you need your recovery code. To sign out anyway, do it once more.";

// Messages
pub const NEW: &str = "New";
pub const TODAY: &str = "Today";
pub const YESTERDAY: &str = "Yesterday";
pub const JUST_NOW: &str = "just now";
pub const EDITED: &str = "(edited)";
pub const NOT_SENT: &str = "Not sent";
pub const NOT_CHANGED: &str = "Not changed";
pub const NOT_DELETED: &str = "Not deleted";
pub const SAVE_ANYWAY: &str = "Save anyway";
pub const DROP_CHANGE: &str = "Drop my change";
pub const KEEP_MESSAGE: &str = "Keep the message";
pub const EDIT_CHANGED: &str = "somebody changed this message meanwhile. These are your words.";
pub const EDIT_GONE: &str = "the message is gone. Your words are still here to be copied.";
pub const RETRY: &str = "Retry";
pub const COPY: &str = "Copy";
pub const COPY_TEXT: &str = "Copy text";
pub const COPIED: &str = "Copied";
pub const COPY_FAILED: &str = "Your browser does not allow copying here. Select the text instead.";
pub const DELETED: &str = "Message deleted";
pub const UNDO: &str = "Undo";
pub const COPY_MESSAGE_LINK: &str = "Copy link to message";
pub const COPY_CODE: &str = "Copy code";
pub const EDIT_MESSAGE: &str = "Edit message";
pub const DELETE: &str = "Delete";
pub const DELETE_MESSAGE: &str = "Delete message";
pub const MESSAGE_ACTIONS: &str = "Message actions";
pub const SEND: &str = "Send message";
pub const SAVE: &str = "Save";
pub const SAVE_EDIT: &str = "Save changes";
pub const EDITING: &str = "Editing your message";
pub const EDITING_HOW: &str = "Editing your message. Escape leaves it as it was.";
pub const SHOW_EDITED: &str = "Show the message";
pub const ESCAPE: &str = "Esc";
pub const SUGGESTIONS: &str = "Suggestions";
pub const SUGGESTED_MET: &str = "In a hub this large, only people you have come across are suggested.";
pub const EMOJI: &str = "Emoji";
pub const SEARCH_EMOJI: &str = "Search emoji";
pub const RECENT_EMOJI: &str = "Recently used";
pub const SKIN_TONE: &str = "Change skin tone";
pub const NO_EMOJI: &str = "The emoji could not be loaded. Try again when you are connected.";
pub const NO_EMOJI_FOUND: &str = "No emoji of that name. Try another word.";
pub const EMOJI_GROUPS: [&str; 9] = [
    "Smileys and emotion",
    "People",
    "Animals and nature",
    "Food and drink",
    "Travel and places",
    "Activities",
    "Objects",
    "Symbols",
    "Flags",
];
pub const READ_ONLY: &str = "You can read here, but not write.";
pub const JUMP_TO_LATEST: &str = "Jump to latest";
pub const MESSAGE_GONE: &str = "That message is no longer there.";
pub const MARK_READ: &str = "Mark as read";
pub const LOADING_NEWER: &str = "Loading newer messages…";
pub const OFFLINE_OLDER: &str = "Older messages come when you are connected again.";
pub const LOADING: &str = "Loading…";
pub const SPOILER: &str = "Hidden, press to reveal";
pub const TABLE: &str = "Table";
pub const SOMEBODY: &str = "somebody";
pub const HIDDEN_CHANNEL: &str = "#hidden channel";
pub const OFFLINE_HISTORY: &str = "Messages appear here as soon as you are connected again.";

// Members
pub const MEMBERS: &str = "Members";
pub const ONLINE: &str = "Online";
pub const OFFLINE: &str = "Offline";
pub const YOU: &str = "you";

// Invites
pub const INVITE_TITLE: &str = "Invite people";
pub const INVITE_HINT: &str = "Anyone with the link can join.";
pub const INVITE_LINK: &str = "Invite link";
pub const COPY_LINK: &str = "Copy link";
pub const ACCEPT_INVITE: &str = "Join";
pub const JOINS_ONCE_CONNECTED: &str = "You join as soon as there is a connection.";
pub const SIGN_IN_TO_JOIN: &str = "Sign in to join";
pub const OPEN_HUB: &str = "Open hub";
pub const INVITE_OVER: &str = "It may have expired, or it was used up. Ask for a new one.";
pub const BANNED: &str = "You are banned from this hub. Only those who run it can change that.";
pub const TO_HUBBUB: &str = concat!("Go to ", env!("PRODUCT_NAME"));

// Settings
pub const SETTINGS: &str = "Settings";
pub const PROFILE: &str = "Profile";
pub const CHANGE_PICTURE: &str = "Change picture";
pub const DISPLAY_NAME: &str = "Display name";
pub const SAVED: &str = "Saved";
pub const APPEARANCE: &str = "Appearance";
pub const THEME: &str = "Theme";
pub const THEME_AUTO: &str = "Auto";
pub const THEME_LIGHT: &str = "Light";
pub const THEME_DARK: &str = "Dark";
pub const SESSIONS: &str = "Where you are signed in";
pub const THIS_DEVICE: &str = "This device";
pub const END_SESSION: &str = "Sign out";
pub const SIGN_OUT: &str = "Sign out of this device";

// Connection and trouble
pub const RECONNECTING: &str = "Reconnecting…";
pub const OFFLINE_NOW: &str = "You are offline.";
pub const OFFLINE_KEPT: &str = "You are offline. What you write is sent later.";
pub const NOTHING_HERE_YET: &str = "Your hubs are not on this device yet. They come as soon as you are connected, and from then on they open here without a connection, too.";
pub const TRY_NOW: &str = "Try now";
pub const STOPPED: &str = "This app is out of step with the server.";
pub const RELOAD: &str = "Reload";
pub const NO_CONNECTION: &str = "There is no connection to the server. Try again in a moment.";
pub const UNREADABLE_ANSWER: &str =
    "The server gave an answer that this version of the app does not understand.";
pub const NOTHING_KEPT: &str = concat!(
    "This browser keeps nothing for ",
    env!("PRODUCT_NAME"),
    ". What you have not sent is lost when you close the app."
);
pub const UPDATE_READY: &str = "A new version is ready.";
pub const UPDATE_NOW: &str = "Update";
pub const NOT_FOUND_TITLE: &str = "There is nothing here";
pub const NOT_FOUND: &str = "The link may be old, or you may not see what it leads to.";
/// Stands above what a message passes on.
pub const FORWARDED: &str = "Forwarded";
pub const DISMISS: &str = "Dismiss";

pub fn timed_out(until: &str) -> String {
    format!("You are in a timeout and can only read, until {until}.")
}

pub fn unsent_at_sign_out(count: usize) -> String {
    let what = if count == 1 { "1 message is".to_owned() } else { format!("{count} messages are") };
    format!(
        "{what} not sent yet and would be lost. Wait for the connection, or tap again to sign out anyway."
    )
}

pub fn minutes_ago(minutes: i64) -> String {
    if minutes == 1 { "1 minute ago".to_owned() } else { format!("{minutes} minutes ago") }
}

pub fn hours_ago(hours: i64) -> String {
    if hours == 1 { "1 hour ago".to_owned() } else { format!("{hours} hours ago") }
}

pub fn day_and_time(day: &str, time: &str) -> String {
    format!("{day}, {time}")
}

pub fn channel(name: &str) -> String {
    format!("#{name}")
}

/// How many messages are new, after the name of the place they are in.
pub fn new_messages(count: u64) -> String {
    match count {
        0 => String::new(),
        1 => ", one new message".to_owned(),
        count => format!(", {count} new messages"),
    }
}

pub fn messages_in(place: &str) -> String {
    format!("Messages in {place}")
}

pub fn back_to(place: &str) -> String {
    format!("Back to {place}")
}

pub const WAITS_FOR_NETWORK: &str = "Waits for the network";

pub fn too_long(characters: usize) -> String {
    match characters {
        1 => "Your message is one character too long.".to_owned(),
        more => format!("Your message is {more} characters too long."),
    }
}

pub fn write_to(place: &str) -> String {
    format!("Message {place}")
}

pub fn start_of(channel: &str) -> String {
    format!("This is the start of #{channel}")
}

pub const ADD_TOPIC: &str = "Add a topic";

pub fn seen_by_everyone(hub: &str) -> String {
    format!("Everyone in {hub} can see this channel.")
}

/// The names of roles, the highest first. The owner sees everything, whatever roles there are.
pub fn seen_by_roles(roles: &[String]) -> String {
    match roles {
        [] => "Only the owner and people who were let in can see this channel.".to_owned(),
        roles => format!("Only the owner and {} can see this channel.", roles.join(", ")),
    }
}

pub fn start_hint(channel: &str) -> String {
    format!("Be the first to say something in #{channel}.")
}

pub fn retrying_in(seconds: i64) -> String {
    match seconds {
        ..=0 => "Trying again…".to_owned(),
        seconds => format!("Trying again in {seconds} s"),
    }
}

pub fn typing(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is typing…"),
        [one, two] => format!("{one} and {two} are typing…"),
        _ => "Several people are typing…".to_owned(),
    }
}

pub fn said(name: &str, text: &str) -> String {
    format!("{name}: {text}")
}

/// Read to people who do not see the screen, when several messages came at once.
pub fn new_from(count: usize, names: &[&str]) -> String {
    let names = match names {
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, others @ ..] => format!("{one}, {two} and {} others", others.len()),
        [] => return new_below(count as u64),
    };
    format!("{} from {names}", new_below(count as u64))
}

pub fn unread(name: &str, unread: u64, mentions: u64) -> String {
    match (unread, mentions) {
        (0, _) => name.to_owned(),
        (unread, 0) => format!("{name}, {unread} unread"),
        (unread, mentions) => format!("{name}, {unread} unread, {mentions} for you"),
    }
}

/// The same, of a channel for which something is written and not sent.
pub fn begun(mut said: String, is_begun: bool) -> String {
    if is_begun {
        said.push_str(", draft");
    }
    said
}

/// On the button that leads to the newest message.
pub fn new_below(count: u64) -> String {
    if count == 1 { "1 new message".to_owned() } else { format!("{count} new messages") }
}

/// On the bar that leads up to where reading stopped.
pub fn new_above(count: u64) -> String {
    if count == 1 { "1 new message above".to_owned() } else { format!("{count} new messages above") }
}

pub fn news(unread: u64, mentions: u64) -> String {
    match (unread, mentions) {
        (0, _) => "Nothing new".to_owned(),
        (1, 0) => "1 new message".to_owned(),
        (unread, 0) => format!("{unread} new messages"),
        (unread, mentions) => format!("{unread} new, {mentions} for you"),
    }
}

pub fn invited_by(name: &str) -> String {
    format!("{name} invited you")
}

pub fn member_counts(members: u64, online: u64) -> String {
    let members = if members == 1 { "1 member".to_owned() } else { format!("{members} members") };
    format!("{members}, {online} online")
}

pub fn leave_title(hub: &str, is_owner: bool) -> String {
    if is_owner { format!("Delete {hub}?") } else { format!("Leave {hub}?") }
}

pub fn leave_hint(is_owner: bool) -> &'static str {
    if is_owner {
        "All its channels and messages disappear for everyone. This cannot be undone."
    } else {
        "You can come back only with a new invite."
    }
}

pub fn signed_in_at(ago: &str) -> String {
    format!("Last used {ago}")
}

pub fn end_session_of(name: &str) -> String {
    format!("Sign out {name}")
}

pub fn version(server: &str) -> String {
    format!("{APP} {server}")
}

pub fn characters_left(left: i64) -> String {
    format!("{left}")
}

/// `is_all`: none are left to be loaded.
pub fn members_online(count: usize, is_all: bool) -> String {
    format!("{ONLINE} — {}", at_least(count, is_all))
}

pub fn members_of(role: &str, count: usize, is_all: bool) -> String {
    format!("{role} — {}", at_least(count, is_all))
}

pub fn members_offline(count: usize, is_all: bool) -> String {
    format!("{OFFLINE} — {}", at_least(count, is_all))
}

fn at_least(count: usize, is_all: bool) -> String {
    if is_all { count.to_string() } else { format!("{count}+") }
}
