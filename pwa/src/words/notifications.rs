//! Words for being told while one does not look: on which devices, of what, when not; and for the inbox.

use crate::offline::push::Unsubscribed;
use crate::state::Step;
use hubbub_shared::model::NotificationLevel;

pub const TITLE: &str = "Notifications";
pub const HINT: &str = "Which devices are told, of what, and when not.";
pub const BACK: &str = "Back to the settings";

// This device
pub const THIS_DEVICE: &str = "This device";
pub const ON: &str =
    concat!("Notifications come to this device, also when ", env!("PRODUCT_NAME"), " is closed.");
pub const OFF: &str = concat!(
    "Nothing comes to this device while ",
    env!("PRODUCT_NAME"),
    " is closed. Your browser asks whether it may."
);
pub const TURN_ON: &str = "Turn on notifications";
pub const TURN_OFF: &str = "Turn off on this device";
pub const TURNED_ON: &str = "Notifications are on";
pub const TURNED_OFF: &str = "Notifications are off on this device";
pub const ASKING: &str = "Turning on…";
pub const UNSUPPORTED: &str = "This browser shows no notifications of web apps. What concerns you waits in the inbox, here as everywhere.";
pub const NEEDS_ICON: &str = concat!(
    "On iPhone and iPad, notifications come to apps with an icon of their own. Put ",
    env!("PRODUCT_NAME"),
    " on the Home Screen:"
);
pub const THEN_HERE: &str = "Come back to this page there, and turn notifications on";
pub const BLOCKED: &str =
    "The browser does not let notifications of this site through. Only you can change that:";
pub const UNBLOCK: [(&str, &str); 3] = [
    ("lock", "Open the site's settings with the symbol beside the address"),
    ("bell", "Set “Notifications” to “Allow”"),
    ("retry", "Come back here and look again"),
];
pub const UNBLOCK_IOS: [(&str, &str); 3] = [
    ("settings", "Open the device's own Settings, and there Notifications"),
    ("bell", concat!("Choose ", env!("PRODUCT_NAME"), " and allow them")),
    ("retry", "Come back here and look again"),
];
pub const LOOK_AGAIN: &str = "Look again";

pub const DENIED: &str = "The browser does not let notifications through.";
pub const UNDECIDED: &str =
    "The question was closed without an answer. Turn notifications on again when you like.";

/// Why a browser did not subscribe, and what to do.
pub fn unsubscribed(why: &Unsubscribed) -> String {
    match why {
        Unsubscribed::NoWorker => {
            "What shows notifications has not started yet. Reload the page and try once more.".to_owned()
        }
        Unsubscribed::NoService => "The push service of your browser cannot be reached. Look at your connection; some networks and some browsers block it.".to_owned(),
        Unsubscribed::Refused(words) => format!("The browser refuses: {words}"),
    }
}

// Trying it
pub const TRY: &str = "Send a test";
pub const TRYING: &str = "Test";
pub const TRY_WORKS: &str = "All of it works. If you see no notification now, the system hides it: look at its settings for your browser.";
pub const ALLOW_FIRST: &str = "Allow notifications in the browser, then turn them on here.";
pub const OFF_AND_ON: &str = "This device is not signed up. Turn notifications off and on again.";
pub const DID_NOT_ARRIVE: &str = "The push service took it, but nothing has come yet. Saving battery and “Do not disturb” hold notifications back; look there, and try once more.";
pub const WAITS: &str = "Not tried yet";
pub const RUNS: &str = "Trying";
pub const WORKS: &str = "Works";
pub const FAILS: &str = "Does not work";

pub fn step(step: Step) -> &'static str {
    match step {
        Step::Permission => "The browser lets them through",
        Step::Subscription => "This device is signed up",
        Step::Service => "The push service takes one",
        Step::Arrival => "It arrives on this device",
    }
}

// Devices
pub const DEVICES: &str = "Devices that are told";
pub const NO_DEVICES: &str = "None yet. Turn notifications on where you want them.";

pub fn device(since: &str, service: &str) -> String {
    format!("Since {since}, by {service}")
}

pub fn last_taken(ago: &str) -> String {
    format!("Told last {ago}")
}

// Of what
pub const OF_WHAT: &str = "What you are told of";
pub const EVERYWHERE: [(NotificationLevel, &str, &str); 2] = [
    (NotificationLevel::Mentions, "Mentions", "Messages that name you"),
    (NotificationLevel::None, "Nothing", "Messages that name you wait in the inbox"),
];
pub const PREVIEWS: &str = "Show what was written";
pub const PREVIEWS_HINT: &str = "Without it, a notification says who wrote and where.";

// When not
pub const QUIET: &str = "Quiet hours";
pub const QUIET_HINT: &str = "Every day in that time nothing is pushed. It waits in the inbox.";
pub const FROM: &str = "From";
pub const TO: &str = "To";
pub const SAME_TIMES: &str = "They have to begin and end at different times.";

pub fn zone(zone: &str) -> String {
    format!("By the clock of this device, {}.", plain_zone(zone))
}

/// The hours were chosen on a device that was elsewhere.
pub fn other_zone(zone: &str, here: &str) -> String {
    let (zone, here) = (plain_zone(zone), plain_zone(here));
    format!("By the clock of {zone}. This device is in {here}: if you save, its clock counts.")
}

/// `Europe/Isle_of_Man` as people write it.
fn plain_zone(zone: &str) -> String {
    zone.replace('_', " ")
}

// Places
pub const PLACES: &str = "Chosen for hubs and channels";
pub const NO_PLACES: &str =
    "Nothing. “Notifications” in the menu of a hub, a category or a channel changes what holds there.";
pub const TELL_OF: &str = "Tell me of";
pub const MUTE: &str = "Mute";
pub const FOR_GOOD: &str = "Until I turn it on again";
pub const UNMUTE: &str = "Turn on again";
/// For how long something is muted: words, and minutes.
pub const MUTES: [(&str, i64); 4] =
    [("For 15 minutes", 15), ("For 1 hour", 60), ("For 8 hours", 8 * 60), ("For 24 hours", 24 * 60)];

pub fn level(level: NotificationLevel) -> &'static str {
    match level {
        NotificationLevel::All => "All messages",
        NotificationLevel::Mentions => "Mentions",
        NotificationLevel::None => "Nothing",
    }
}

/// Over what is chosen for a place.
pub fn of_place(name: &str) -> String {
    format!("Notifications: {name}")
}

/// The choice to go by what is around: its name, if it is a hub or a category.
pub fn as_around(around: Option<&str>) -> String {
    around.map_or_else(|| "As everywhere".to_owned(), |name| format!("As in {name}"))
}

/// `None`: until the person ends it.
pub fn muted(until: Option<&str>) -> String {
    until.map_or_else(|| "Muted".to_owned(), |until| format!("Muted until {until}"))
}

/// The same after a name.
pub fn is_muted(until: Option<&str>) -> String {
    until.map_or_else(|| "muted".to_owned(), |until| format!("muted until {until}"))
}

pub fn tomorrow(time: &str) -> String {
    format!("tomorrow, {time}")
}

pub fn muted_around(name: &str, until: Option<&str>) -> String {
    let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
    format!("{name} is muted{until}, and this with it.")
}

/// A choice in a line; nothing chosen is what is around.
pub fn summary(chosen: Option<NotificationLevel>, muted: Option<String>) -> String {
    let level = chosen.map(level).unwrap_or("As around it");
    muted.map_or_else(|| level.to_owned(), |muted| format!("{level} · {muted}"))
}

/// What was done, as a short notice.
pub fn told(name: &str, what: &str) -> String {
    format!("{name}: {what}")
}

pub const ON_AGAIN: &str = "no longer muted";

// Inbox
pub const INBOX_EMPTY_TITLE: &str = "Nobody has called you yet";
pub const INBOX_EMPTY: &str = "Messages that mention you are kept here, read or not.";
pub const BY_MENTION: &str = "Mention";
pub const BY_REPLY: &str = "Reply";
pub const BY_ROLE: &str = "Mention of your role";
pub const BY_EVERYONE: &str = "Mention of everyone";
pub const INBOX_OLDER: &str = "Show older ones";
pub const NEW: &str = "New";

pub fn in_place(channel: &str, hub: &str) -> String {
    format!("#{channel} · {hub}")
}

// The offer
pub const OFFER: &str =
    concat!("Be told when somebody mentions you, also when ", env!("PRODUCT_NAME"), " is closed?");
pub const OFFER_TURN_ON: &str = "Turn on";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_said_in_a_line() {
        assert_eq!(summary(Some(NotificationLevel::All), None), "All messages");
        assert_eq!(summary(None, Some(muted(None))), "As around it · Muted");
        assert_eq!(as_around(None), "As everywhere");
        assert_eq!(muted_around("Beds", Some("9:00")), "Beds is muted until 9:00, and this with it.");
        assert!(zone("Europe/Isle_of_Man").contains("Europe/Isle of Man"));
    }
}
