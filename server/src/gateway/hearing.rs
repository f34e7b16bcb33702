//! Of what a session hears: all there is, or what a bot named when it said who it is.

use hubbub_shared::model::Intent;
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event, HubEvent, ServerFrame, UserEvent};

/// A set of intents. Asked for each session and each event, so it is no more than a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hearing(u8);

impl Hearing {
    /// What people hear.
    pub const ALL: Self = Self(u8::MAX);

    /// These, and nothing else.
    pub fn of(intents: &[Intent]) -> Self {
        match Intent::ALL.iter().all(|intent| intents.contains(intent)) {
            true => Self::ALL,
            false => Self(intents.iter().fold(0, |all, intent| all | bit(*intent))),
        }
    }

    /// Whether there is nothing to leave out.
    pub const fn is_all(self) -> bool {
        self.0 == Self::ALL.0
    }

    /// Whether a frame is for the session. What is an answer, or concerns itself, always is.
    pub fn takes(self, frame: &ServerFrame) -> bool {
        self.is_all() || intent_of(frame).is_none_or(|intent| self.0 & bit(intent) != 0)
    }
}

const fn bit(intent: Intent) -> u8 {
    1 << intent as u8
}

/// Who has to have named what, to be sent a frame. `None`: nobody has to name it.
const fn intent_of(frame: &ServerFrame) -> Option<Intent> {
    match frame {
        ServerFrame::Event(event) => of_event(event),
        ServerFrame::Ephemeral(Ephemeral::Typing { .. }) => Some(Intent::Typing),
        ServerFrame::Ephemeral(Ephemeral::Presence { .. }) => Some(Intent::Presence),
        ServerFrame::Hello(_)
        | ServerFrame::Ready(_)
        | ServerFrame::Reply(..)
        | ServerFrame::Heartbeat
        | ServerFrame::Reconnect { .. } => None,
    }
}

const fn of_event(event: &Event) -> Option<Intent> {
    match event {
        Event::Channel { change, .. } => Some(match change {
            ChannelEvent::MessageCreated(_)
            | ChannelEvent::MessageEdited(_)
            | ChannelEvent::MessageDeleted { .. } => Intent::Messages,
            ChannelEvent::MessageReacted { .. } | ChannelEvent::PollVoted { .. } => Intent::Reactions,
        }),
        Event::Hub { change, .. } => Some(match change {
            HubEvent::Changed(_) => Intent::Hubs,
            HubEvent::MemberJoined(_)
            | HubEvent::MemberUpdated(_)
            | HubEvent::MemberLeft { .. }
            | HubEvent::MembersChanged => Intent::Members,
        }),
        Event::User(UserEvent::Activity(_) | UserEvent::ChannelState(_)) => Some(Intent::Activity),
        Event::User(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::{ChannelId, HubId, MessageId};

    #[test]
    fn a_session_hears_what_it_named_and_what_nobody_has_to_name() {
        let deleted = ChannelEvent::MessageDeleted { message: MessageId(1), seq: 1 };
        let said = ServerFrame::Event(Event::Channel { channel: ChannelId(1), rev: 1, change: deleted });
        let typing = ServerFrame::Ephemeral(Ephemeral::Typing { channel: ChannelId(1), users: Vec::new() });
        let left = ServerFrame::Event(Event::User(UserEvent::HubLeft { hub: HubId(1) }));
        let heard = |hearing: Hearing| [&said, &typing, &left].map(|frame| hearing.takes(frame));
        assert_eq!(heard(Hearing::ALL), [true, true, true]);
        assert_eq!(heard(Hearing::of(&[Intent::Messages])), [true, false, true]);
        assert_eq!(heard(Hearing::of(&[Intent::Typing, Intent::Typing])), [false, true, true]);
        assert_eq!(heard(Hearing::of(&[])), [false, false, true]);
    }

    #[test]
    fn who_names_everything_is_told_everything_without_being_asked_again() {
        assert!(Hearing::of(&Intent::ALL).is_all());
        assert!(Intent::ALL.iter().all(|left_out| {
            let others: Vec<_> = Intent::ALL.into_iter().filter(|intent| intent != left_out).collect();
            !Hearing::of(&others).is_all()
        }));
    }
}
