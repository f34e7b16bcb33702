//! Messages on their way: nothing typed is lost, and each channel's messages go out in the order they were written.
//!
//! An entry leaves when the server's message with the same nonce arrives, whichever way it comes. A repeat with the
//! same nonce returns the stored message, so sending again after a broken connection is harmless.

use hubbub_shared::{ChannelId, Problem};
use serde::{Deserialize, Serialize};

/// After so many refusals that might have been temporary, the person decides.
const MOST_ATTEMPTS: u32 = 6;

/// Where an outgoing message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendState {
    /// Waits for the connection, or for those before it.
    Waiting,
    /// Handed to the socket; no answer yet.
    Sending,
    /// The server refused it. Stays until it is retried or deleted.
    Failed {
        /// The server's words.
        why: String,
    },
}

/// One message that is not stored by the server yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// What the server recognises a repeat by.
    pub nonce: String,
    /// Where it goes.
    pub channel: ChannelId,
    /// As it was typed.
    pub content: String,
    /// When it was written, milliseconds since 1970.
    pub written_at: i64,
    /// Where it is.
    pub state: SendState,
    /// How often it was refused for now.
    pub attempts: u32,
    /// Not before this moment, after "too many calls". 0: at once.
    pub not_before: i64,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outbox {
    entries: Vec<Outgoing>,
}

impl Outbox {
    /// What an earlier run of the app left.
    pub fn restore(entries: Vec<Outgoing>) -> Self {
        let mut outbox = Self { entries };
        outbox.connection_lost();
        outbox
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Outgoing] {
        &self.entries
    }

    /// The entries of a channel, oldest first.
    pub fn of(&self, channel: ChannelId) -> impl Iterator<Item = &Outgoing> {
        self.entries.iter().filter(move |entry| entry.channel == channel)
    }

    /// Adds a message.
    pub fn add(&mut self, channel: ChannelId, content: String, nonce: String, now: i64) {
        let state = SendState::Waiting;
        self.entries.push(Outgoing {
            nonce,
            channel,
            content,
            written_at: now,
            state,
            attempts: 0,
            not_before: 0,
        });
    }

    /// Whether [`Self::take_due`] would return anything; cheap, asked every second.
    pub fn is_due(&self, now: i64) -> bool {
        self.entries.iter().any(|entry| entry.state == SendState::Waiting)
            && !self.clone().take_due(now).is_empty()
    }

    /// Marks what may be sent now as being sent, and returns it: per channel the first that waits, unless one is
    /// on its way already. Those that failed do not hold up the ones behind them.
    pub fn take_due(&mut self, now: i64) -> Vec<Outgoing> {
        let mut busy: Vec<ChannelId> = Vec::new();
        let mut due = Vec::new();
        for entry in &mut self.entries {
            match entry.state {
                SendState::Failed { .. } => continue,
                SendState::Waiting if !busy.contains(&entry.channel) && entry.not_before <= now => {
                    entry.state = SendState::Sending;
                    due.push(entry.clone());
                }
                SendState::Waiting | SendState::Sending => {}
            }
            busy.push(entry.channel);
        }
        due
    }

    /// The server has it.
    pub fn sent(&mut self, nonce: &str) {
        self.entries.retain(|entry| entry.nonce != nonce);
    }

    /// The server refused it: for now, or for good.
    pub fn refused(&mut self, nonce: &str, problem: &Problem, now: i64) {
        let Some(entry) = self.find(nonce) else { return };
        entry.attempts += 1;
        if problem.code.is_retryable() && entry.attempts < MOST_ATTEMPTS {
            let pause = problem.retry_after_ms.unwrap_or(1000 << entry.attempts.min(5));
            entry.state = SendState::Waiting;
            entry.not_before = now.saturating_add_unsigned(pause);
        } else {
            entry.state = SendState::Failed { why: problem.message.clone() };
        }
    }

    /// Nobody knows what became of those on their way: they wait again.
    pub fn connection_lost(&mut self) {
        for entry in &mut self.entries {
            if entry.state == SendState::Sending {
                entry.state = SendState::Waiting;
            }
            entry.not_before = 0;
        }
    }

    /// The person wants a failed one to be sent after all.
    pub fn retry(&mut self, nonce: &str) {
        if let Some(entry) = self.find(nonce) {
            entry.state = SendState::Waiting;
            entry.attempts = 0;
            entry.not_before = 0;
        }
    }

    /// The person no longer wants it.
    pub fn discard(&mut self, nonce: &str) {
        self.sent(nonce);
    }

    fn find(&mut self, nonce: &str) -> Option<&mut Outgoing> {
        self.entries.iter_mut().find(|entry| entry.nonce == nonce)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{GENERAL, RANDOM};
    use hubbub_shared::ErrorCode;

    fn outbox() -> Outbox {
        let mut outbox = Outbox::default();
        outbox.add(GENERAL, "one".into(), "1".into(), 0);
        outbox.add(GENERAL, "two".into(), "2".into(), 0);
        outbox.add(RANDOM, "three".into(), "3".into(), 0);
        outbox
    }

    fn due(outbox: &mut Outbox, now: i64) -> Vec<String> {
        outbox.take_due(now).into_iter().map(|entry| entry.nonce).collect()
    }

    #[test]
    fn a_channel_sends_one_after_the_other_and_channels_do_not_wait_for_each_other() {
        let mut outbox = outbox();
        assert_eq!(due(&mut outbox, 0), ["1", "3"]);
        assert!(due(&mut outbox, 0).is_empty());
        outbox.sent("1");
        assert_eq!(due(&mut outbox, 0), ["2"]);
    }

    #[test]
    fn what_was_on_its_way_when_the_connection_broke_is_sent_again_with_the_same_nonce() {
        let mut outbox = outbox();
        outbox.take_due(0);
        outbox.connection_lost();
        assert_eq!(due(&mut outbox, 0), ["1", "3"]);
    }

    #[test]
    fn a_refusal_for_good_keeps_the_words_and_lets_the_next_one_pass() {
        let mut outbox = outbox();
        outbox.take_due(0);
        outbox.refused("1", &Problem::new(ErrorCode::Forbidden, "You may only read here."), 0);
        let failed = &outbox.entries()[0];
        assert_eq!(failed.state, SendState::Failed { why: "You may only read here.".into() });
        assert_eq!(failed.content, "one");
        assert_eq!(due(&mut outbox, 0), ["2"]);
        outbox.retry("1");
        outbox.sent("2");
        assert_eq!(due(&mut outbox, 0), ["1"]);
    }

    #[test]
    fn a_refusal_for_now_waits_as_long_as_the_server_says() {
        let mut outbox = outbox();
        outbox.take_due(0);
        let mut busy = Problem::new(ErrorCode::RateLimited, "Slow down.");
        busy.retry_after_ms = Some(500);
        outbox.refused("1", &busy, 100);
        assert!(due(&mut outbox, 599).is_empty(), "the second must not overtake the first");
        assert_eq!(due(&mut outbox, 600), ["1"]);
    }

    #[test]
    fn refusals_for_now_end_some_time() {
        let mut outbox = outbox();
        let busy = Problem::new(ErrorCode::Unavailable, "Try again.");
        for _ in 0..MOST_ATTEMPTS {
            outbox.refused("1", &busy, 0);
        }
        assert!(matches!(outbox.entries()[0].state, SendState::Failed { .. }));
    }
}
