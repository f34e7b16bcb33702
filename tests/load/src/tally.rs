//! Who got what: every message to every receiver, exactly once. Anything else is counted as lost or duplicated.

use crate::wire::stamp::Stamp;
use hdrhistogram::Histogram;

/// The longest latency that is told apart: a minute.
const LONGEST_NS: u64 = 60_000_000_000;

/// What one receiver got, a bit per message.
#[derive(Default, Clone)]
struct Seen(Vec<u64>);

impl Seen {
    /// Notes a message; `false` if it was there already.
    fn note(&mut self, number: u32) -> bool {
        let (word, bit) = (number as usize / 64, 1 << (number % 64));
        if self.0.len() <= word {
            self.0.resize(word + 64, 0);
        }
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }
}

/// One message on its way.
#[derive(Clone, Copy)]
struct Flight {
    sender: u32,
    sent_at: u64,
    /// Receivers that do not have it yet.
    missing: u32,
}

/// The account of one run.
pub struct Tally {
    seen: Vec<Seen>,
    flights: Vec<Flight>,
    /// Deliveries that are still expected.
    missing: u64,
    /// Deliveries, first ones.
    pub delivered: u64,
    /// Deliveries of what was delivered before.
    pub duplicated: u64,
    /// From sending to delivery, in nanoseconds.
    pub latency: Histogram<u64>,
}

impl Tally {
    /// For so many receivers.
    pub fn new(receivers: usize) -> Self {
        Self {
            seen: vec![Seen::default(); receivers],
            flights: Vec::new(),
            missing: 0,
            delivered: 0,
            duplicated: 0,
            latency: histogram(),
        }
    }

    /// A message is about to be sent to so many receivers.
    pub fn send(&mut self, sender: usize, receivers: usize, now: u64) -> Stamp {
        let number = self.flights.len() as u32;
        self.flights.push(Flight { sender: sender as u32, sent_at: now, missing: receivers as u32 });
        self.missing += receivers as u64;
        Stamp { number, sent_at: now }
    }

    /// A message arrived. The sender, if it was the last of its receivers.
    pub fn arrived(&mut self, receiver: usize, stamp: Stamp, now: u64) -> Option<usize> {
        let flight = self.flights.get_mut(stamp.number as usize)?;
        if !self.seen[receiver].note(stamp.number) {
            self.duplicated += 1;
            return None;
        }
        self.delivered += 1;
        self.missing -= 1;
        flight.missing -= 1;
        self.latency.saturating_record(now.saturating_sub(stamp.sent_at));
        (flight.missing == 0).then_some(flight.sender as usize)
    }

    /// The call that sent this message was answered; its sender, and how long that took.
    pub fn answered(&self, number: u32, now: u64) -> Option<(usize, u64)> {
        let flight = self.flights.get(number as usize)?;
        Some((flight.sender as usize, now.saturating_sub(flight.sent_at)))
    }

    /// How many messages were sent.
    pub fn sent(&self) -> u64 {
        self.flights.len() as u64
    }

    /// Deliveries that have not come. When everything had time to: lost ones.
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// Forgets the latencies so far.
    pub fn forget_latencies(&mut self) {
        self.latency.reset();
    }
}

/// An empty histogram of latencies.
pub fn histogram() -> Histogram<u64> {
    // Three digits within a minute are always possible; the fallback grows as it needs to.
    Histogram::new_with_max(LONGEST_NS, 3).unwrap_or_else(|_| empty())
}

#[allow(clippy::expect_used, reason = "the arguments are constants that the crate documents as valid")]
fn empty() -> Histogram<u64> {
    Histogram::new(3).expect("three digits are within 0 to 5")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_got_once_is_neither_lost_nor_duplicated() {
        let mut tally = Tally::new(2);
        let stamp = tally.send(1, 2, 1000);
        assert_eq!(tally.arrived(0, stamp, 3000), None);
        assert_eq!(tally.missing(), 1);
        assert_eq!(tally.arrived(1, stamp, 5000), Some(1), "the last one says whose it was");
        assert_eq!((tally.delivered, tally.missing(), tally.duplicated), (2, 0, 0));
        assert_eq!(tally.latency.len(), 2);
        assert!(tally.latency.max() >= 4000);
    }

    #[test]
    fn a_second_copy_does_not_stand_for_a_lost_one() {
        let mut tally = Tally::new(2);
        let (first, second) = (tally.send(0, 2, 0), tally.send(0, 2, 0));
        tally.arrived(0, first, 1);
        tally.arrived(0, first, 1);
        tally.arrived(1, first, 1);
        tally.arrived(1, second, 1);
        assert_eq!((tally.delivered, tally.missing(), tally.duplicated), (3, 1, 1));
    }

    #[test]
    fn what_was_never_sent_is_not_counted() {
        let mut tally = Tally::new(1);
        assert_eq!(tally.arrived(0, Stamp { number: 9, sent_at: 0 }, 1), None);
        assert_eq!(tally.delivered, 0);
    }

    #[test]
    fn thousands_of_messages_are_told_apart() {
        let mut tally = Tally::new(1);
        let stamps: Vec<_> = (0..10_000).map(|_| tally.send(0, 1, 0)).collect();
        stamps.iter().rev().for_each(|stamp| assert_eq!(tally.arrived(0, *stamp, 0), Some(0)));
        assert_eq!((tally.missing(), tally.duplicated), (0, 0));
    }
}
