//! Words for encrypted conversations.

use dm_core::Blocked;

pub const WRITE: &str = "Message";
pub const BETA: &str = "Encrypted · beta";
pub const BETA_WHY: &str = "What is protected here, and what is not";
pub const EMPTY_TITLE: &str = "No messages yet";
pub const EMPTY: &str = "Open somebody's card, in a hub's list of members or by their name above a message, and choose “Message”.";
pub const YOU: &str = "You";
pub const ONLY_YOU: &str = "Nothing said yet";
pub const GONE_TITLE: &str = "No such conversation";
pub const GONE: &str = "It does not exist, or you are not in it.";
pub const BACK: &str = "All messages";

// Beginning
pub const WELCOME_TITLE: &str = "Private messages, encrypted on your device";
pub const WELCOME: &str = "What you write is locked on your device and unlocked on theirs. Nobody in between can read it, not even whoever runs this server.";
pub const BEGIN: &str = "Turn on private messages";
pub const BUSY: &str = "Making keys…";
pub const PROTECTED_TITLE: &str = "What is protected";
pub const PROTECTED: [&str; 4] = [
    "What you say, what you react with and what you answer",
    "That nobody can speak in your name, and no device reads along that neither of you let in",
    "What was said stays locked in the server's database and in its backups",
    "What you have begun to write stays on this device; in channels, your other devices have it, too",
];
pub const NOT_PROTECTED_TITLE: &str = "What is not";
pub const NOT_PROTECTED: [&str; 4] = [
    "Who writes to whom, and when, is known to the server",
    "The app comes from this server: whoever changes the app could make it read along",
    "Whoever has your unlocked device can read what you can read",
    "With nobody compared yet, you trust the server once to hand you the right keys",
];
pub const BETA_TITLE: &str = "This is a beta";
pub const BETA_MEANS: [&str; 3] = [
    "The cryptography was not reviewed by outsiders yet. Do not bet anybody's safety on it",
    "There are no files and no groups yet, notifications say who wrote but not what, and messages cannot be reported to moderators",
    "One device for now, or another one by your recovery code",
];

// This device
pub const INCAPABLE_TITLE: &str = "Not in this browser";
pub const INCAPABLE: &str = "This browser does not keep keys: in private windows, in lockdown mode and without HTTPS there is no place for them. Everything else works. Open the app in an ordinary window, or in another browser.";
pub const APART_TITLE: &str = "You have private messages on another device";
pub const APART: &str = "This one has no keys of yours. Enter the recovery code that you wrote down when you turned them on, and everything you can read there can be read here.";
pub const CODE: &str = "Recovery code";
pub const ENTER: &str = "Unlock";
pub const WRONG_CODE: &str = "That is not the code. It has 28 letters and digits, in groups of four.";
pub const REMOVED_TITLE: &str = "This device was removed";
pub const REMOVED: &str = "Somebody with your recovery code, or another device of yours, took it out of your private messages. Sign out and in again to begin with it anew.";
pub const ENTERING: &str = "The server has not confirmed it yet. It goes on by itself.";
pub const FAILED: &str = "That did not work. Try again.";

// The recovery code
pub const CODE_TITLE: &str = "Write down your recovery code";
pub const CODE_WHY: &str = "It is the only way back to your messages when this device is lost or you sign out, and it is shown only now. Nobody else has it, so nobody can send it to you again.";
pub const CODE_COPY: &str = "Copy";
pub const CODE_KEPT: &str = "I have written it down";
pub const NO_CODE: &str = "You have no recovery code: if this device is lost, so are your messages.";
pub const MAKE_CODE: &str = "Make a code";

// Devices
pub const DEVICES_TITLE: &str = "Devices that read along";
pub const THIS_DEVICE: &str = "This device";
pub const OTHER_DEVICE: &str = "Another device of yours";
pub const LET_GO: &str = "Remove";
pub const LET_GO_HOW: &str = "A removed device reads nothing that is said from then on.";

// Comparing
pub const COMPARE: &str = "Compare the safety number";
pub const NUMBER_TITLE: &str = "Safety number";
pub const NUMBER_WHY: &str = "Call each other, or meet. If both of you see the same digits, nobody stands between you. New devices do not change it.";
pub const SAME: &str = "They are the same";
pub const NOT_NOW: &str = "Not now";
pub const VERIFIED: &str = "Encrypted · compared";

// Requests
pub const REQUEST: &str = "Wants to write to you";
pub const REQUESTED: &str = "Not accepted yet";
pub const ACCEPT: &str = "Accept";
pub const DECLINE: &str = "Decline";
pub const ACKNOWLEDGE: &str = "I know, go on";

// In the place of a message
pub const NO_KEY: &str =
    "This message is locked for this device. It may open when the other device is online again.";
pub const NEEDS_UPDATE: &str = "This message needs a newer version of the app.";
pub const NEEDS_ACKNOWLEDGEMENT: &str =
    "This message waits until you have said that you know of the new keys.";
pub const NOT_GENUINE: &str = "Something came that is not genuine, and is not shown.";
pub const FILES_LATER: &str = "A file, which this version of the app cannot show.";

pub fn accept_first(name: &str) -> String {
    format!("{name} wants to write to you. Accept to read and answer; declining is not told.")
}

pub fn started_over(name: &str) -> String {
    format!(
        "{name} has new keys: they began anew, or somebody pretends to be them. Ask them on another way before you go on."
    )
}

/// Somebody's devices have changed, as a short notice.
pub fn devices_changed(name: &str, has_more: bool) -> String {
    match has_more {
        true => format!("{name} reads with another device now"),
        false => format!("{name} removed a device"),
    }
}

/// Why nothing can be written now, and what helps.
pub fn blocked(why: &Blocked, name: &str) -> String {
    match why {
        Blocked::NotEnrolled(_) => format!("{name} has not turned on private messages yet."),
        Blocked::FormerIdentity(_) => {
            format!("{name} began anew. Open their card to write to them in a new conversation.")
        }
        Blocked::Misbehaviour(..) | Blocked::ForgedPrekey(..) => format!(
            "Something signed in {name}'s name contradicts itself. Nothing is sent, so that nobody else can read it. Ask {name} on another way."
        ),
        Blocked::LinksWithheld(_) => {
            format!("The server has not shown all of {name}'s devices. Nothing is sent until it does.")
        }
        Blocked::Unreachable(_) => {
            format!("{name} was away for long. They can be written to when they come back.")
        }
        Blocked::ServerDisagrees => {
            "The server and this device do not agree about devices. Try again later.".to_owned()
        }
        _ => "Nothing can be sent here from this device.".to_owned(),
    }
}

/// What the person wanted was not done. `why`: in the server's words.
pub fn stopped(why: Option<&str>) -> String {
    why.unwrap_or(FAILED).to_owned()
}
