//! Where each channel stands and where its reader does.

use crate::state::Badge;
use hubbub_shared::model::{ChannelActivity, ChannelState, Message};
use hubbub_shared::{ChannelId, UserId};
use std::collections::BTreeMap;

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    channels: BTreeMap<ChannelId, ChannelState>,
}

impl Reading {
    /// Everything anew.
    pub fn replace(&mut self, states: Vec<ChannelState>) {
        self.channels.clear();
        self.learn(states);
    }

    /// Some channels.
    pub fn learn(&mut self, states: Vec<ChannelState>) {
        for state in states {
            self.told(state);
        }
    }

    /// The server's word on one channel. A marker that moved here meanwhile is not moved back.
    pub fn told(&mut self, mut state: ChannelState) {
        let known = self.channels.get(&state.channel);
        if let Some(known) = known {
            state.advance(&activity_of(known));
            if known.read_seq > state.read_seq {
                (state.read_seq, state.read_ordinal, state.mentions) =
                    (known.read_seq, known.read_ordinal, known.mentions);
                state.unread = state.last_ordinal.saturating_sub(state.read_ordinal);
            }
        }
        self.channels.insert(state.channel, state);
    }

    /// A channel that the session is not subscribed to has something new.
    pub fn active(&mut self, activity: &ChannelActivity) {
        self.entry(activity.channel).advance(activity);
    }

    /// A message came in a channel that the session is subscribed to.
    pub fn message_came(&mut self, message: &Message, me: Option<UserId>) {
        let state = self.entry(message.channel);
        if message.seq <= state.last_seq {
            return;
        }
        let (rev, last_seq, last_ordinal) = (message.rev, message.seq, message.ordinal);
        state.advance(&ChannelActivity { channel: message.channel, rev, last_seq, last_ordinal });
        state.mentions += u64::from(me.is_some_and(|me| message.mentions.contains(&me)));
    }

    /// A channel that was made after everything was told has nothing in it.
    fn entry(&mut self, channel: ChannelId) -> &mut ChannelState {
        let nothing = ChannelState {
            channel,
            rev: 0,
            last_seq: 0,
            last_ordinal: 0,
            read_seq: 0,
            read_ordinal: 0,
            unread: 0,
            mentions: 0,
        };
        self.channels.entry(channel).or_insert(nothing)
    }

    /// Read up to the newest. Returns its position if that is news to the server.
    pub fn read_all(&mut self, channel: ChannelId) -> Option<u64> {
        let state = self.channels.get_mut(&channel)?;
        if state.read_seq >= state.last_seq && state.unread == 0 {
            return None;
        }
        (state.read_seq, state.read_ordinal) = (state.last_seq, state.last_ordinal);
        (state.unread, state.mentions) = (0, 0);
        Some(state.last_seq)
    }

    /// Every channel.
    pub fn all(&self) -> impl Iterator<Item = &ChannelState> {
        self.channels.values()
    }

    /// What is known of a channel.
    pub fn of(&self, channel: ChannelId) -> Option<&ChannelState> {
        self.channels.get(&channel)
    }

    /// What the channel shows.
    pub fn badge(&self, channel: ChannelId) -> Badge {
        self.channels
            .get(&channel)
            .map_or(Badge::default(), |state| Badge { unread: state.unread, mentions: state.mentions })
    }
}

fn activity_of(state: &ChannelState) -> ChannelActivity {
    let (rev, last_seq, last_ordinal) = (state.rev, state.last_seq, state.last_ordinal);
    ChannelActivity { channel: state.channel, rev, last_seq, last_ordinal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, GENERAL, message, state};

    fn reading() -> Reading {
        let mut reading = Reading::default();
        reading.learn(vec![state(GENERAL, 4, 2)]);
        reading
    }

    #[test]
    fn messages_of_others_count_and_mentions_are_counted_apart() {
        let mut reading = reading();
        let mut asks = message(5, "Ada?");
        asks.mentions = vec![ADA];
        reading.message_came(&asks, Some(ADA));
        reading.message_came(&asks, Some(ADA));
        assert_eq!(reading.badge(GENERAL), Badge { unread: 3, mentions: 1 });
    }

    #[test]
    fn reading_is_told_once_and_never_moves_back() {
        let mut reading = reading();
        assert_eq!(reading.read_all(GENERAL), Some(4));
        assert_eq!(reading.read_all(GENERAL), None);
        reading.told(state(GENERAL, 4, 3));
        assert_eq!(reading.badge(GENERAL), Badge::default());
        reading.told(state(GENERAL, 6, 4));
        assert_eq!(reading.badge(GENERAL).unread, 2);
    }
}
