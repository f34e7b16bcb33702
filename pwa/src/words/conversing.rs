//! Words of answering, reacting, pinning, and calling many at once.

use super::SOMEBODY;
use hubbub_shared::Crowd;

// Answering
pub const REPLY: &str = "Reply";
pub const SHOW_ANSWERED: &str = "Show the message";
pub const ANSWERED_GONE: &str = "Original message was deleted";
pub const STOP_REPLYING: &str = "Do not reply";
pub const MENTION_ON: &str = "Mention: on";
pub const MENTION_OFF: &str = "Mention: off";
pub const MENTION_HOW: &str = "Whether they are notified of your reply";

pub fn replying_to(name: Option<&str>) -> String {
    format!("Replying to {}", name.unwrap_or(SOMEBODY))
}

/// Read before what is answered; seen, its place says so.
pub fn replies_to(name: Option<&str>) -> String {
    format!("Reply to {}: ", name.unwrap_or(SOMEBODY))
}

// Reacting
pub const REACT: &str = "Add reaction";
pub const REACTIONS: &str = "Reactions";
pub const WHO_REACTED: &str = "Who reacted";
pub const MORE_EMOJI: &str = "More emoji";
pub const CANNOT_REACT: &str = "You cannot react here.";
pub const SHOW_MORE_PEOPLE: &str = "Show more";
pub const NOBODY_REACTS: &str = "Nobody reacts with this any more.";

/// `👍 3 people, you too`
pub fn reacted(emoji: &str, count: u64, me: bool) -> String {
    match (count, me) {
        (1, true) => format!("{emoji} 1 person, you"),
        (1, false) => format!("{emoji} 1 person"),
        (count, true) => format!("{emoji} {count} people, you too"),
        (count, false) => format!("{emoji} {count} people"),
    }
}

pub fn react_with(emoji: &str) -> String {
    format!("React with {emoji}")
}

pub fn take_away(emoji: &str, name: &str) -> String {
    format!("Remove {emoji} of {name}")
}

// Pinning
pub const PIN: &str = "Pin message";
pub const UNPIN: &str = "Unpin message";
pub const PINNED: &str = "Pinned";
pub const MESSAGE_PINNED: &str = "Message pinned";
pub const MESSAGE_UNPINNED: &str = "Message unpinned";
pub const PINS: &str = "Pinned messages";
pub const NO_PINS_TITLE: &str = "Nothing is pinned yet";
pub const NO_PINS: &str =
    "What is pinned is found again. Who may manage messages pins one with “Pin message” among its actions.";

// Calling many
pub const UNKNOWN_ROLE: &str = "@unknown role";
pub const ROLE_REACHES: &str = "Notifies everybody with this role";
pub const HERE_REACHES: &str = "Notifies who is online and can read this";
pub const NOTIFY: &str = "Notify";
pub const NOTIFY_MANY: &str = "All who can read this channel are notified, wherever they are.";
pub const NOTIFY_HERE: &str = "All who are online and can read this channel are notified.";

/// `is_all`: there are no more than those.
pub fn everyone_reaches(count: usize, is_all: bool) -> String {
    match (count, is_all) {
        (0, _) => "Notifies all who can read this".to_owned(),
        (count, true) => format!("Notifies {} who can read this", members(count)),
        (count, false) => format!("Notifies {} and more who can read this", members(count)),
    }
}

pub fn notify_title(crowd: Crowd, count: usize, is_all: bool) -> String {
    match (crowd, count, is_all) {
        (Crowd::Here, ..) => "Notify everybody who is online?".to_owned(),
        (_, 0, _) => "Notify all members?".to_owned(),
        (_, count, true) => format!("Notify {}?", members(count)),
        (_, count, false) => format!("Notify more than {}?", members(count)),
    }
}

fn members(count: usize) -> String {
    if count == 1 { "1 member".to_owned() } else { format!("{} members", grouped(count)) }
}

/// A number with commas between thousands: `1,240`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

// Reading on later, and finding back
pub const MARK_UNREAD: &str = "Mark unread";
pub const MARKED_UNREAD: &str = "Unread from here";
pub const JUMP_TO_DATE: &str = "Jump to a date";
pub const DAY: &str = "Day";
pub const JUMP: &str = "Jump";
pub const CHOOSE_A_DAY: &str = "Choose a day first.";
pub const NOTHING_SAID: &str = "Nothing was said here yet.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_many_are_called() {
        assert_eq!(notify_title(Crowd::Everyone, 1240, true), "Notify 1,240 members?");
        assert_eq!(notify_title(Crowd::Everyone, 300, false), "Notify more than 300 members?");
        assert_eq!(everyone_reaches(1, true), "Notifies 1 member who can read this");
        assert_eq!((grouped(7), grouped(1_000_000)), ("7".to_owned(), "1,000,000".to_owned()));
    }

    #[test]
    fn a_reaction_says_who() {
        assert_eq!(reacted("👍", 3, true), "👍 3 people, you too");
        assert_eq!(reacted("👍", 1, false), "👍 1 person");
    }
}
