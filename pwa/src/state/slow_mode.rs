//! Slow mode as the person meets it in a channel: how long it makes them wait, and from when on they may write again.

use super::{Errand, Model, SendState};
use hubbub_shared::{ChannelId, Permissions};

/// A channel in slow mode, for somebody whom that concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlowMode {
    /// From one message to the next.
    pub secs: u64,
    /// When the person's last message was sent, by the clock of the server, as far as it is known here.
    pub last_sent: Option<i64>,
    /// A message of theirs waits until then, by the steady clock: the server has said so.
    pub waits_until: Option<i64>,
}

impl SlowMode {
    /// Slow mode in a channel; `None` if it is off, or the person moderates there or cannot write anyway.
    pub fn of(model: &Model, channel: ChannelId) -> Option<Self> {
        let secs = model.hubs.channel(channel)?.slow_mode_secs;
        let permissions = model.permissions(channel);
        let is_bound =
            permissions.contains(Permissions::SEND) && !permissions.contains(Permissions::MANAGE_MESSAGES);
        if secs == 0 || !is_bound {
            return None;
        }
        let me = model.my_id()?;
        let mut newest = model.timeline(channel)?.newest().rev();
        let last_sent = newest.find(|message| message.author.id == me).map(|message| message.created_at.0);
        let is_waiting = |errand, state: &SendState| errand == Errand::Send && *state == SendState::Waiting;
        let first = model.outbox.of(channel).find(|entry| is_waiting(entry.errand, &entry.state));
        let waits_until = first.map(|entry| entry.not_before).filter(|until| *until > 0);
        Some(Self { secs, last_sent, waits_until })
    }

    /// Whole seconds until the person may write again; 0: now. What the server said counts more than what was seen here.
    pub fn seconds_left(self, now: i64, steady: i64) -> u64 {
        let longest = i64::try_from(self.secs).unwrap_or(i64::MAX).saturating_mul(1000);
        let left = match (self.waits_until, self.last_sent) {
            (Some(until), _) => until - steady,
            (None, Some(sent)) => sent.saturating_add(longest) - now,
            (None, None) => 0,
        };
        left.clamp(0, longest).unsigned_abs().div_ceil(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, GENERAL, hub, message, page, ready, user};
    use hubbub_shared::model::{ChannelChanges, HubView};
    use hubbub_shared::{ErrorCode, Problem, Timestamp};

    fn slowed(permissions: Permissions, secs: u64) -> Model {
        let mut model = Model::default();
        model.ready(ready());
        let mut view = HubView { version: 2, ..hub() };
        view.channels[0].slow_mode_secs = secs;
        view.channels[0].permissions = permissions;
        model.hub_changed(view);
        model.caught_up(GENERAL, ChannelChanges::StartOver(page(1..=4, false)), true);
        model
    }

    #[test]
    fn it_is_told_to_whom_it_concerns() {
        let everyone = Permissions::EVERYONE_DEFAULT;
        let slow = SlowMode { secs: 30, last_sent: None, waits_until: None };
        assert_eq!(SlowMode::of(&slowed(everyone, 30), GENERAL), Some(slow));
        assert_eq!(SlowMode::of(&slowed(everyone, 0), GENERAL), None, "it is off");
        assert_eq!(SlowMode::of(&slowed(everyone | Permissions::MANAGE_MESSAGES, 30), GENERAL), None);
        assert_eq!(SlowMode::of(&slowed(everyone.without(Permissions::LOCKED_OUT), 30), GENERAL), None);
        assert_eq!(slow.seconds_left(0, 0), 0, "who has said nothing may write");
    }

    #[test]
    fn it_counts_from_ones_own_last_message_until_the_server_says_otherwise() {
        let mut model = slowed(Permissions::EVERYONE_DEFAULT, 30);
        let sent = Timestamp(1_000_000);
        let mut own = message(5, "mine");
        (own.author, own.created_at) = (user(ADA), sent);
        model.sent(&own);
        model.timeline_mut(GENERAL).put(own);
        let slow = SlowMode::of(&model, GENERAL).unwrap();
        let left = |now| slow.seconds_left(now, 0);
        assert_eq!([left(sent.0), left(sent.0 + 29_001), left(sent.0 + 30_000)], [30, 1, 0]);
        assert_eq!(left(sent.0 - 9_000_000), 30, "a clock that is wrong makes nobody wait longer");

        model.outbox.add(GENERAL, "next".into(), "n".into(), 0);
        model.outbox.take_due(0);
        let mut refused = Problem::new(ErrorCode::SlowMode, "Wait.");
        refused.retry_after_ms = Some(12_000);
        model.outbox.refused("n", &refused, 500);
        let slow = SlowMode::of(&model, GENERAL).unwrap();
        assert_eq!(slow.seconds_left(sent.0, 500), 12);
    }
}
