//! The messages of one channel as far as they are loaded: ordered, without doubles, without unnoticed gaps.

use hubbub_shared::model::{ChannelChanges, Message, MessagePage};
use hubbub_shared::protocol::ChannelEvent;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// A message that was not here.
    New(Rc<Message>),
    /// A message that was here looks different now.
    Changed,
    /// Nothing: it was known, or it waits for the answer to `subscribe`.
    Known,
    /// Something between is missing: subscribe again with [`Timeline::rev`].
    Gap,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// By position. Deleted messages keep theirs.
    messages: BTreeMap<u64, Rc<Message>>,
    /// Complete up to here. `None`: nothing was loaded yet.
    rev: Option<u64>,
    has_before: bool,
    /// Asked to catch up, no answer yet: events that arrive meanwhile wait in `early`.
    syncing: bool,
    early: Vec<(u64, ChannelEvent)>,
    /// Older messages were asked for.
    pub loading_older: bool,
}

impl Timeline {
    /// In order of position.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Rc<Message>> {
        self.messages.values()
    }

    /// Complete up to here, or nothing is loaded.
    pub fn rev(&self) -> Option<u64> {
        self.rev
    }

    /// Whether anything was ever loaded, be it that the channel is empty.
    pub fn is_loaded(&self) -> bool {
        self.rev.is_some()
    }

    /// Whether older messages exist on the server.
    pub fn has_before(&self) -> bool {
        self.has_before
    }

    /// The oldest loaded message.
    pub fn oldest(&self) -> Option<&Rc<Message>> {
        self.messages.values().next()
    }

    /// Position of the newest loaded message; 0 when there is none.
    pub fn last_seq(&self) -> u64 {
        self.messages.keys().next_back().copied().unwrap_or_default()
    }

    /// The message at a position.
    pub fn at(&self, seq: u64) -> Option<&Rc<Message>> {
        self.messages.get(&seq)
    }

    /// From now on events wait until [`Self::catch_up`].
    pub fn start_syncing(&mut self) -> Option<u64> {
        self.syncing = true;
        self.rev
    }

    /// The connection is gone: an answer will not come.
    pub fn stop_syncing(&mut self) {
        self.syncing = false;
        self.early.clear();
        self.loading_older = false;
    }

    /// Takes the answer to `subscribe`. True: events that came meanwhile still leave a gap, subscribe again.
    pub fn catch_up(&mut self, changes: ChannelChanges) -> bool {
        match changes {
            // Complete only for what was kept when it was asked for, and that was dropped meanwhile.
            ChannelChanges::Since { .. } if self.rev.is_none() => return true,
            ChannelChanges::Since { messages, rev } => {
                messages.into_iter().for_each(|message| self.put(message));
                self.rev = Some(self.rev.unwrap_or_default().max(rev));
            }
            ChannelChanges::StartOver(page) => {
                self.messages.clear();
                self.has_before = page.has_before;
                self.rev = Some(page.rev);
                page.messages.into_iter().for_each(|message| self.put(message));
            }
        }
        self.syncing = false;
        self.apply_early()
    }

    fn apply_early(&mut self) -> bool {
        let mut early = std::mem::take(&mut self.early);
        early.sort_by_key(|(rev, _)| *rev);
        early.into_iter().any(|(rev, change)| self.apply(rev, change) == Applied::Gap)
    }

    /// Takes an event of the channel.
    pub fn apply(&mut self, rev: u64, change: ChannelEvent) -> Applied {
        if self.syncing {
            self.early.push((rev, change));
            return Applied::Known;
        }
        // Nothing was loaded and nothing is awaited: a late event of a channel that was left.
        let Some(known) = self.rev else { return Applied::Known };
        if rev <= known {
            return Applied::Known;
        }
        if rev > known + 1 {
            self.syncing = true;
            self.early.push((rev, change));
            return Applied::Gap;
        }
        self.rev = Some(rev);
        self.apply_next(rev, change)
    }

    fn apply_next(&mut self, rev: u64, change: ChannelEvent) -> Applied {
        match change {
            ChannelEvent::MessageCreated(message) => {
                let seq = message.seq;
                self.put(message);
                self.messages.get(&seq).map_or(Applied::Known, |message| Applied::New(Rc::clone(message)))
            }
            ChannelEvent::MessageEdited(message) => {
                self.put(message);
                Applied::Changed
            }
            ChannelEvent::MessageDeleted { seq, .. } => {
                self.delete(seq, rev);
                Applied::Changed
            }
        }
    }

    /// A page of older messages.
    pub fn prepend(&mut self, page: MessagePage) {
        self.loading_older = false;
        self.has_before = page.has_before;
        for message in page.messages {
            self.put_anywhere(message);
        }
    }

    /// A message as the server answered a call with; its event may follow or have been here.
    pub fn put(&mut self, message: Message) {
        let below_window = self.has_before && self.oldest().is_none_or(|oldest| message.seq < oldest.seq);
        if !below_window || self.messages.is_empty() {
            self.put_anywhere(message);
        }
    }

    fn put_anywhere(&mut self, message: Message) {
        let is_newer = self.messages.get(&message.seq).is_none_or(|known| known.rev < message.rev);
        if is_newer {
            self.messages.insert(message.seq, Rc::new(message));
        }
    }

    fn delete(&mut self, seq: u64, rev: u64) {
        if let Some(message) = self.messages.get_mut(&seq) {
            let message = Rc::make_mut(message);
            message.content.clear();
            message.mentions.clear();
            message.deleted = true;
            message.rev = rev;
        }
    }

    /// Forgets all but the newest messages: a channel that nobody looks at need not keep its whole history.
    pub fn trim(&mut self, keep: usize) {
        while self.messages.len() > keep {
            self.messages.pop_first();
            self.has_before = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{message, page};

    fn created(seq: u64) -> ChannelEvent {
        ChannelEvent::MessageCreated(message(seq, "hi"))
    }

    fn contents(timeline: &Timeline) -> Vec<(u64, &str)> {
        timeline.messages().map(|message| (message.seq, message.content.as_str())).collect()
    }

    fn loaded(revs: std::ops::RangeInclusive<u64>) -> Timeline {
        let mut timeline = Timeline::default();
        assert!(!timeline.catch_up(ChannelChanges::StartOver(page(revs, false))));
        timeline
    }

    #[test]
    fn events_are_applied_in_order_and_once() {
        let mut timeline = loaded(1..=2);
        assert!(matches!(timeline.apply(3, created(3)), Applied::New(_)));
        assert_eq!(timeline.apply(3, created(3)), Applied::Known);
        assert_eq!(timeline.apply(2, created(2)), Applied::Known);
        assert_eq!(timeline.messages().count(), 3);
        assert_eq!(timeline.rev(), Some(3));
    }

    #[test]
    fn a_gap_asks_to_catch_up_and_loses_nothing() {
        let mut timeline = loaded(1..=1);
        assert_eq!(timeline.apply(3, created(3)), Applied::Gap);
        assert_eq!(timeline.rev(), Some(1), "still complete only up to 1");
        assert_eq!(timeline.apply(4, created(4)), Applied::Known, "waits");
        let answer =
            ChannelChanges::Since { messages: vec![message(2, "between"), message(3, "hi")], rev: 3 };
        assert!(!timeline.catch_up(answer));
        assert_eq!(timeline.rev(), Some(4));
        assert_eq!(contents(&timeline), [(1, "hi"), (2, "between"), (3, "hi"), (4, "hi")]);
    }

    #[test]
    fn events_before_the_first_answer_are_kept() {
        let mut timeline = Timeline::default();
        timeline.start_syncing();
        assert_eq!(timeline.apply(5, created(5)), Applied::Known);
        assert!(!timeline.catch_up(ChannelChanges::StartOver(page(3..=4, true))));
        assert_eq!(timeline.last_seq(), 5);
        assert_eq!(timeline.rev(), Some(5));
    }

    #[test]
    fn changes_since_a_cache_that_is_gone_are_not_taken_for_a_history() {
        let mut timeline = Timeline::default();
        timeline.start_syncing();
        let answer = ChannelChanges::Since { messages: vec![message(6, "late")], rev: 6 };
        assert!(timeline.catch_up(answer), "subscribe again, from nothing");
        assert_eq!((timeline.rev(), timeline.messages().count()), (None, 0));
        assert!(!timeline.catch_up(ChannelChanges::StartOver(page(1..=6, false))));
        assert_eq!(timeline.messages().count(), 6);
    }

    #[test]
    fn a_gap_after_catching_up_is_told() {
        let mut timeline = Timeline::default();
        timeline.start_syncing();
        timeline.apply(9, created(9));
        assert!(timeline.catch_up(ChannelChanges::StartOver(page(1..=4, false))));
    }

    #[test]
    fn edits_and_deletions_keep_the_position() {
        let mut timeline = loaded(1..=2);
        let mut edited = message(1, "better");
        edited.rev = 3;
        assert_eq!(timeline.apply(3, ChannelEvent::MessageEdited(edited)), Applied::Changed);
        let gone = ChannelEvent::MessageDeleted { message: message(2, "").id, seq: 2 };
        assert_eq!(timeline.apply(4, gone), Applied::Changed);
        assert_eq!(contents(&timeline), [(1, "better"), (2, "")]);
        assert!(timeline.at(2).is_some_and(|message| message.deleted));
    }

    #[test]
    fn a_change_of_a_message_that_is_not_loaded_leaves_no_hole() {
        let mut timeline = Timeline::default();
        timeline.catch_up(ChannelChanges::StartOver(page(50..=60, true)));
        let mut edited = message(3, "old one");
        edited.rev = 61;
        timeline.apply(61, ChannelEvent::MessageEdited(edited));
        assert_eq!(timeline.oldest().map(|message| message.seq), Some(50));
        assert_eq!(timeline.rev(), Some(61));
    }

    #[test]
    fn an_older_page_does_not_undo_an_edit() {
        let mut timeline = loaded(2..=3);
        let mut edited = message(2, "new words");
        edited.rev = 4;
        timeline.apply(4, ChannelEvent::MessageEdited(edited));
        timeline.prepend(page(1..=2, false));
        assert_eq!(contents(&timeline), [(1, "hi"), (2, "new words"), (3, "hi")]);
    }

    #[test]
    fn starting_over_drops_what_was_cached() {
        let mut timeline = loaded(1..=3);
        timeline.start_syncing();
        timeline.catch_up(ChannelChanges::StartOver(page(100..=101, true)));
        assert_eq!(timeline.messages().count(), 2);
        assert!(timeline.has_before());
    }

    #[test]
    fn a_trimmed_channel_knows_that_there_is_more() {
        let mut timeline = loaded(1..=5);
        timeline.trim(2);
        assert_eq!(timeline.oldest().map(|message| message.seq), Some(4));
        assert!(timeline.has_before());
    }
}
