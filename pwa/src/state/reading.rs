//! Where each channel stands and where its reader does.

use crate::sorted::Map;
use crate::state::Badge;
use hubbub_shared::ChannelId;
use hubbub_shared::model::{ChannelActivity, ChannelState, Message};

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    channels: Map<ChannelId, ChannelState>,
}

impl Reading {
    /// Everything anew, but no marker moves back: what was read without a connection stays read. Returns the channels
    /// whose marker is news to the server.
    pub fn replace(&mut self, states: Vec<ChannelState>) -> Vec<ChannelId> {
        let before = std::mem::take(&mut self.channels);
        let mut ahead = Vec::new();
        for mut state in states {
            if before.get(&state.channel).is_some_and(|known| keep_marker(&mut state, known)) {
                ahead.push(state.channel);
            }
            self.channels.insert(state.channel, state);
        }
        ahead
    }

    /// Takes over where these channels stand; others stay as they are.
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
            if is_behind(&state, known) {
                (state.read_seq, state.read_ordinal, state.mentions, state.put_back) =
                    (known.read_seq, known.read_ordinal, known.mentions, known.put_back);
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
    pub fn message_came(&mut self, message: &Message, concerns_reader: bool) {
        let state = self.entry(message.channel);
        if message.seq <= state.last_seq {
            return;
        }
        let (rev, last_seq, last_ordinal) = (message.rev, message.seq, message.ordinal);
        state.advance(&ChannelActivity { channel: message.channel, rev, last_seq, last_ordinal });
        state.mentions += u64::from(concerns_reader);
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
            put_back: 0,
        };
        self.channels.entry(channel).or_insert(nothing)
    }

    /// Read up to a message, or up to the newest. Returns whether that is news to the server.
    pub fn read(&mut self, channel: ChannelId, up_to: Option<&Message>) -> bool {
        let Some(state) = self.channels.get_mut(&channel) else { return false };
        let newest = (state.last_seq, state.last_ordinal);
        let (seq, ordinal) = up_to.map_or(newest, |message| (message.seq, message.ordinal)).min(newest);
        if state.read_seq >= seq && (seq < state.last_seq || state.unread == 0) {
            return false;
        }
        mark(state, seq, ordinal);
        true
    }

    /// The channels that stand elsewhere than before. `None`: one is gone.
    pub fn news_since(&self, before: &Self) -> Option<Vec<ChannelState>> {
        let is_here = |channel| self.channels.contains_key(channel);
        before.channels.keys().all(is_here).then(|| {
            let moved = self.channels.values().filter(|state| before.of(state.channel) != Some(*state));
            moved.cloned().collect()
        })
    }

    /// Where every known channel stands.
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

/// Whether the marker that is known is ahead of the one in the server's snapshot, which takes it over then. Mentions
/// below it are told when the server has heard of it.
fn keep_marker(state: &mut ChannelState, known: &ChannelState) -> bool {
    let is_ahead = state.put_back == known.put_back
        && known.read_seq > state.read_seq
        && known.read_seq <= state.last_seq;
    if is_ahead {
        mark(state, known.read_seq, known.read_ordinal);
    }
    is_ahead
}

/// Whether the marker is older than the one that is known.
fn is_behind(state: &ChannelState, known: &ChannelState) -> bool {
    (state.put_back, state.read_seq) < (known.put_back, known.read_seq)
}

/// Moves the marker. How many mentions are left below it, the server tells.
fn mark(state: &mut ChannelState, seq: u64, ordinal: u64) {
    (state.read_seq, state.read_ordinal) = (seq, ordinal);
    state.unread = state.last_ordinal.saturating_sub(ordinal);
    if state.unread == 0 {
        state.mentions = 0;
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
        reading.message_came(&asks, true);
        reading.message_came(&asks, true);
        assert_eq!(reading.badge(GENERAL), Badge { unread: 3, mentions: 1 });
    }

    #[test]
    fn reading_is_told_once_and_never_moves_back() {
        let mut reading = reading();
        assert!(reading.read(GENERAL, None));
        assert!(!reading.read(GENERAL, None));
        reading.told(state(GENERAL, 4, 3));
        assert_eq!(reading.badge(GENERAL), Badge::default());
        reading.told(state(GENERAL, 6, 4));
        assert_eq!(reading.badge(GENERAL).unread, 2);
    }

    #[test]
    fn what_was_read_without_a_connection_stays_read_and_is_news_to_the_server() {
        let mut reading = reading();
        assert!(reading.read(GENERAL, None));
        assert_eq!(reading.replace(vec![state(GENERAL, 6, 2)]), [GENERAL]);
        assert_eq!(reading.of(GENERAL).map(|it| (it.read_seq, it.unread)), Some((4, 2)));
        assert_eq!(reading.replace(vec![state(GENERAL, 6, 5)]), [], "read further elsewhere");
        assert_eq!(reading.of(GENERAL).map(|it| it.read_seq), Some(5));
        assert_eq!(reading.replace(vec![state(GENERAL, 3, 3)]), [], "a server that was set back is right");
        assert_eq!(reading.replace(vec![]), []);
        assert!(reading.of(GENERAL).is_none());
    }

    #[test]
    fn a_marker_that_was_put_back_is_further_up_everywhere() {
        let mut reading = reading();
        assert!(reading.read(GENERAL, None));
        let put_back = |read| ChannelState { put_back: 1, ..state(GENERAL, 4, read) };
        reading.told(put_back(1));
        reading.told(state(GENERAL, 4, 4));
        assert_eq!(reading.badge(GENERAL).unread, 3, "what was told before is no news");
        reading.told(put_back(4));
        assert_eq!(reading.badge(GENERAL).unread, 0, "read on another device");
        assert_eq!(reading.replace(vec![put_back(1)]), [GENERAL], "what was read since stays read");
        assert_eq!(reading.replace(vec![ChannelState { put_back: 2, ..put_back(1) }]), []);
        assert_eq!(reading.badge(GENERAL).unread, 3, "put back on another device");
    }

    #[test]
    fn what_has_not_come_yet_is_not_read() {
        let mut reading = reading();
        assert!(reading.read(GENERAL, Some(&message(3, "the newest that is kept"))));
        assert!(!reading.read(GENERAL, Some(&message(3, "the newest that is kept"))));
        assert_eq!(reading.of(GENERAL).map(|it| (it.read_seq, it.unread)), Some((3, 1)));
        assert!(!reading.read(GENERAL, Some(&message(1, "above"))), "never back");
        assert!(reading.read(GENERAL, None));
    }
}
