//! Words for addresses to which a hub's events are sent.

use hubbub_shared::model::{DeliveryAttempt, DeliveryState, OutgoingEvent, OutgoingState, OutgoingWebhook};

pub const OUTGOING: &str = "Sent to programs";
pub const HINT: &str =
    "What happens here goes to an address of yours, signed and in order, as far as you may read it yourself.";
pub const NEW: &str = "New address to send to";
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Archive";
pub const URL: &str = "Address";
pub const URL_EXAMPLE: &str = "https://example.org/hook";
pub const NAMELESS: &str = "Give it a name.";
pub const NOT_REACHED: &str =
    "An address begins with https:// and is in no private network. Whoever runs the server can allow others.";
pub const EVENTS: &str = "Send it when";
pub const EVENTLESS: &str = "Choose something that it is sent.";
pub const CHANNELS: &str = "Only these channels";
pub const CHANNELS_HINT: &str = "With none ticked: all channels that you can read.";
pub const TAKES_OVER: &str =
    "Whoever saves another address or choice stands in for it: it is sent what they can read.";
pub const MAKE: &str = "Start sending";
pub const SAVE: &str = "Save";
pub const SECRET_TITLE: &str = "Copy the secret now";
pub const SECRET_HINT: &str =
    "It is shown this once. With it your program knows that what it gets is from here.";
pub const SECRET_OVERLAP: &str = "For 24 hours the secret of before is good, too.";
pub const SECRET: &str = "Secret";
pub const COPY: &str = "Copy secret";
pub const SEEN: &str = "I have it";
pub const EDIT: &str = "Edit";
pub const TEST: &str = "Test";
pub const TESTED: &str = "A test is on its way";
pub const SENT: &str = "What was sent";
pub const ROTATE: &str = "New secret";
pub const PAUSE: &str = "Pause";
pub const GO_ON: &str = "Go on";
pub const DELETE: &str = "Delete";
pub const DELETE_HINT: &str = "What waits for it is not sent any more.";
pub const DELETED: &str = "Nothing is sent there any more";
pub const NOTHING_SENT: &str = "Nothing was sent within 7 days.";
pub const AGAIN: &str = "Send again";
pub const SENT_AGAIN: &str = "It is sent again";
pub const MORE: &str = "Show more";
pub const CLOSE: &str = "Back to the addresses";

/// What happened, as a choice.
pub const fn event(event: OutgoingEvent) -> &'static str {
    match event {
        OutgoingEvent::MessageCreated => "Somebody says something",
        OutgoingEvent::MessageEdited => "A message is edited",
        OutgoingEvent::MessageDeleted => "A message is deleted",
        OutgoingEvent::MemberJoined => "Somebody comes",
        OutgoingEvent::MemberLeft => "Somebody leaves",
        OutgoingEvent::ChannelCreated => "There is a new channel",
        OutgoingEvent::ChannelUpdated => "A channel changes",
        OutgoingEvent::ChannelDeleted => "A channel is deleted",
        OutgoingEvent::AuditLogged => "There is a new line in the audit log",
        OutgoingEvent::Ping => "A test",
        OutgoingEvent::Unknown => "Something new",
    }
}

/// How a webhook stands.
pub fn standing(webhook: &OutgoingWebhook, taken: Option<String>) -> String {
    if !webhook.allowed {
        return format!("Waits: {} may not manage webhooks any more", webhook.maker.display_name);
    }
    match (webhook.state, webhook.failing_since, taken) {
        (OutgoingState::Paused, ..) => "Paused; what happens waits".to_owned(),
        (OutgoingState::Failing, ..) => "Off: nothing was taken for days".to_owned(),
        (OutgoingState::Gone, ..) => "Off: the address says that it is gone".to_owned(),
        (_, Some(_), _) => "Takes nothing; it is tried again".to_owned(),
        (_, None, Some(taken)) => format!("Took something {taken}"),
        (_, None, None) => "Nothing sent yet".to_owned(),
    }
}

/// By whose rights it is sent something, and since when it is there.
pub fn made_by(name: &str, at: &str) -> String {
    format!("By {name}, {at}")
}

/// What became of an event.
pub fn state(state: DeliveryState, next: Option<String>) -> String {
    match (state, next) {
        (DeliveryState::Taken, _) => "Taken".to_owned(),
        (DeliveryState::GivenUp, _) => "Given up".to_owned(),
        (DeliveryState::Waiting, Some(next)) => format!("Waits, next {next}"),
        (DeliveryState::Waiting, None) => "Waits".to_owned(),
        (DeliveryState::Unknown, _) => String::new(),
    }
}

/// What came of sending it once.
pub fn attempt(attempt: &DeliveryAttempt, at: &str) -> String {
    let took = attempt.took_ms;
    match attempt.status {
        Some(status) => format!("{at}: {status}, {took} ms"),
        None => format!("{at}: {} ({took} ms)", attempt.answer),
    }
}

/// The label of a button beside a webhook or an event.
pub fn of(deed: &str, name: &str) -> String {
    format!("{deed}: {name}")
}
