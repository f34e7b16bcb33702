//! Words of what lies around the conversation: finding places, keys, first steps, installing, changing a hub.

// Finding places
pub const SWITCHER: &str = "Jump to";
pub const SWITCHER_EXAMPLE: &str = "Hub, channel or person";
pub const SWITCHER_RESULTS: &str = "Results";
pub const SWITCHER_NONE: &str = "Nothing here has that name.";
pub const SWITCHER_MET: &str = "Of large hubs, only people you have come across are found.";
pub const SWITCHER_HINT: &str = "# for channels only, @ for people only";
pub const SKIP: &str = "Skip to content";

// Keys: names of keys with blanks between them, and what they do
pub const SHORTCUTS_TITLE: &str = "Keyboard shortcuts";
pub const SHORTCUTS: [(&str, &str); 21] = [
    ("Mod K", "Jump to a hub, channel or person"),
    ("Mod F", "Search messages"),
    ("Alt ↑", "Channel above"),
    ("Alt ↓", "Channel below"),
    ("Alt Shift ↑", "Unread channel above"),
    ("Alt Shift ↓", "Unread channel below"),
    ("Mod ,", "Settings"),
    ("Esc", "Close what is open"),
    ("Shift Enter", "New line in a message"),
    ("↑", "Change your last message, or walk up the messages"),
    ("Enter", "What can be done with the message"),
    ("R", "Reply to the message"),
    ("E", "Change the message"),
    ("F", "Forward the message"),
    ("C", "Copy the message"),
    ("M", "Copy a link to the message"),
    ("B", "Save the message"),
    ("U", "Mark the message unread"),
    ("S", "Select messages, to delete several"),
    ("Del", "Delete the message"),
    ("?", "This overview"),
];

/// The name of a key on this device.
pub fn key(name: &str) -> &str {
    match name {
        "Mod" if crate::browser::is_apple() => "⌘",
        "Mod" => "Ctrl",
        "Alt" if crate::browser::is_apple() => "⌥",
        name => name,
    }
}

// Installing
pub const INSTALL: &str = "Install";
pub const INSTALL_TITLE: &str = concat!("Put ", env!("PRODUCT_NAME"), " on this device");
pub const INSTALL_WHY: &str = "With its own icon it opens at once, fills the screen, and works offline.";
pub const INSTALL_OFFER: &str = concat!(env!("PRODUCT_NAME"), " works best with its own icon.");
pub const INSTALL_HOW: &str = "Show how";
pub const NOT_NOW: &str = "Not now";
pub const GOT_IT: &str = "Got it";
pub const INSTALLED: &str = concat!(env!("PRODUCT_NAME"), " is installed. You are using it.");
pub const INSTALL_PROMPT: &str = "Your browser asks whether to install it. Say yes.";
pub const INSTALL_IOS: [(&str, &str); 3] = [
    ("share", "Tap Share in Safari's bar"),
    ("plus-square", "Choose “Add to Home Screen”"),
    ("check", concat!("Tap Add, and open ", env!("PRODUCT_NAME"), " from its icon")),
];
pub const INSTALL_MAC: [(&str, &str); 2] =
    [("share", "Click Share in Safari's toolbar"), ("plus-square", "Choose “Add to Dock”")];
pub const INSTALL_ANDROID: [(&str, &str); 3] = [
    ("more", "Open the browser's menu"),
    ("install", "Choose “Install” or “Add to Home screen”"),
    ("check", concat!("Open ", env!("PRODUCT_NAME"), " from its icon")),
];
pub const INSTALL_ELSEWHERE: [(&str, &str); 2] = [
    ("install", "This browser does not install web apps."),
    ("link", "Open this address in Chrome, Edge or Safari, and look for “Install” in its menu."),
];

// First steps
pub const GUIDE_OWNER: &str = "Get your hub going";
pub const GUIDE_INVITE: &str = "Invite somebody";
pub const GUIDE_INVITE_HINT: &str = "A link is all they need.";
pub const GUIDE_CHANNELS: &str = "Make a second channel";
pub const GUIDE_CHANNELS_HINT: &str = "One for each thing you talk about.";
pub const GUIDE_HELLO: &str = "Say hello";
pub const GUIDE_HELLO_HINT: &str = "An empty room is hard to enter.";
pub const GUIDE_CLOSE: &str = "Put these steps away";
pub const GUIDE_MEMBER: &str = "Welcome!";
pub const GUIDE_MEMBER_HINT: &str = "People like to know who came.";
pub const GUIDE_MEMBERS: &str = "See who is here";
pub const GUIDE_MEMBERS_HINT: &str = "Tap somebody to learn more.";

// Home
pub const NEW_FOR_YOU: &str = "New for you";

pub fn more_news(count: usize) -> String {
    if count == 1 { "Show 1 more channel".to_owned() } else { format!("Show {count} more channels") }
}

// Changing a hub
pub const FIND_MEMBERS: &str = "Find members";
pub const HUB_SETTINGS: &str = "Hub settings";
pub const EDIT_HUB: &str = "Edit hub";
pub const HUB_DESCRIPTION: &str = "What it is about (optional)";
pub const HUB_DESCRIPTION_EXAMPLE: &str = "Shown to people with an invite.";
pub const CHANNEL_ACTIONS: &str = "Channel actions";
pub const EDIT_CHANNEL: &str = "Edit channel";
pub const DELETE_CHANNEL: &str = "Delete channel";
pub const DELETE_CHANNEL_HINT: &str = "All its messages disappear for everyone. This cannot be undone.";
pub const COPY_CHANNEL_LINK: &str = "Copy link";
pub const CHANNEL_TOPIC_EXAMPLE: &str = "What people talk about here";
pub const CREATE_A_CATEGORY: &str = "Create a category";
pub const CREATE_CATEGORY: &str = "Create category";
pub const CATEGORY_NAME: &str = "Category name";
pub const CATEGORY_NAME_EXAMPLE: &str = "Projects";
pub const RENAME_CATEGORY: &str = "Rename category";
pub const DELETE_CATEGORY: &str = "Delete category";
pub const DELETE_CATEGORY_HINT: &str = "Deleting a category keeps its channels.";

pub const MAKE_OWNER: &str = "Make owner of this hub";
pub const HAND_OVER: &str = "Hand over";

pub fn hand_over_title(heir: &str) -> String {
    format!("Make {heir} the owner?")
}

pub fn hand_over_hint(hub: &str, heir: &str) -> String {
    format!(
        "{heir} will decide everything in {hub}, and may even delete it. You stay as a member with the roles you have, and only {heir} can give it back."
    )
}

pub fn category_actions(name: &str) -> String {
    format!("Actions for {name}")
}

pub fn delete_channel_title(name: &str) -> String {
    format!("Delete #{name}?")
}

// Invites
pub const INVITE_KIND: &str = "The link works for";
pub const INVITE_WEEK: &str = "7 days";
pub const INVITE_MONTH: &str = "30 days";
pub const INVITE_DAY: &str = "1 day";
pub const INVITE_ONCE: &str = "one person, within 7 days";
pub const SHARE_LINK: &str = "Share link";
pub const ALREADY_MEMBER: &str = "You are a member already.";
pub const INVITE_GONE_TITLE: &str = "This invite is over";
pub const INVITE_GONE: &str = "It has expired or was used up. Ask the person who sent it for a new one.";
pub const INVITE_UNKNOWN_TITLE: &str = "No such invite";
pub const INVITE_UNKNOWN: &str =
    "Check that the whole link was copied. If it was, the invite is over: ask for a new one.";
pub const INVITE_UNREACHABLE_TITLE: &str = "The invite cannot be shown now";
pub const TRY_AGAIN: &str = "Try again";

// People
pub const OWNER: &str = "Owner";
pub const WEBHOOK: &str = "Webhook";
pub const WEBHOOK_HINT: &str = "A program posted this, and no person.";
pub const BOT: &str = "Bot";
pub const BOT_HINT: &str = "A program, and no person.";
pub const BLOCKED_MESSAGE: &str = "By somebody you blocked";
pub const MENTION: &str = "Mention";
pub const EDIT_PROFILE: &str = "Edit your profile";
pub const COPY_USERNAME: &str = "Copy username";
pub const NO_MEMBERS_YET: &str = "Members appear here when you are connected.";

pub fn member_since(day: &str) -> String {
    format!("Joined {day}")
}

// Settings
pub const CONTRAST: &str = "More contrast";
pub const CONTRAST_HINT: &str = "Stronger colours and lines, whatever the device says.";
pub const THIS_APP: &str = "This app";
pub const DIAGNOSTICS: &str = "Diagnostics";
pub const DIAGNOSTICS_HINT: &str = "What to send when something does not work.";
pub const SHORTCUTS_HINT: &str = "Everything without a mouse.";
pub const END_OTHERS: &str = "Sign out everywhere else";
pub const END_OTHERS_TITLE: &str = "Sign out everywhere else?";
pub const END_OTHERS_HINT: &str =
    "All other devices and programs need to sign in again. This device stays signed in.";
pub const OTHERS_SIGNED_OUT: &str = "Signed out everywhere else";

// Tabs of a phone
pub const TABS: &str = "Main";
pub const INBOX: &str = "Inbox";
pub const SEARCH: &str = "Search";
pub const TAB_YOU: &str = "You";

/// Read after the name of the inbox.
pub fn for_you(mentions: u64) -> String {
    if mentions == 0 { String::new() } else { format!(", {mentions} for you") }
}
