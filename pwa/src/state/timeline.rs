//! The messages of one channel as far as they are loaded: ordered, without doubles, without unnoticed gaps.
//!
//! The newest ones are followed live. Who reads far above them sees a stretch of its own, so that a long history never
//! has to be in memory as a whole; it grows at both ends, and when it reaches the newest messages the two are one again.

use crate::sorted::Set;
use crate::state::sorting::sorted_by_key;
use crate::state::stretch::{Line, Stretch};
use hubbub_shared::MessageId;
use hubbub_shared::model::{ChannelChanges, Message, MessagePage};
use hubbub_shared::protocol::ChannelEvent;
use std::collections::VecDeque;
use std::rc::Rc;

/// While something older is shown, so many of the newest are kept for coming back.
const NEWEST_KEPT: usize = 100;
/// A page may have been read before changes that were told before it arrived: so many are remembered for it.
const CHANGES_KEPT: usize = 64;

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
    /// Something was passed over: catch up a little later.
    Unread,
}

/// A page that was asked for. Its answer counts only while what it is to be joined to is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those before this message.
    Before(MessageId),
    /// Those after this message.
    After(MessageId),
    /// This message and its neighbours.
    Around(MessageId),
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    newest: Stretch,
    /// What is shown instead of the newest.
    away: Option<Stretch>,
    /// Complete up to here. `None`: nothing was loaded yet.
    rev: Option<u64>,
    /// Asked to catch up, no answer yet: events that arrive meanwhile wait in `early`.
    syncing: bool,
    early: Vec<(u64, Option<ChannelEvent>)>,
    /// What was passed over since this rev has to be asked for.
    unread_since: Option<u64>,
    /// What the answer that is awaited tells is from here on.
    asked_since: u64,
    /// Only up to here nothing was left out, as things of a newer server are. `None`: nothing at all.
    understood: Option<u64>,
    /// The last edits and deletions.
    changes: VecDeque<(u64, ChannelEvent)>,
    altered: u64,
    /// Of an encrypted conversation: what was opened on this device. Nothing else of it is shown, whoever says it.
    opened: Option<Set<MessageId>>,
    /// What was asked for and has not come.
    pub loading: Option<Wanted>,
}

impl Timeline {
    /// What is shown, in order of position.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Rc<Message>> {
        self.shown().messages()
    }

    /// What is shown, with the rev since which each looks as it does, whatever people reacted with.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.shown().lines()
    }

    /// From now on nothing is shown that was not opened on this device.
    pub fn seal(&mut self) {
        self.opened.get_or_insert_default();
    }

    /// Whether a message may be shown.
    pub fn is_open(&self, message: &Message) -> bool {
        message.sealed.is_none() && self.opened.as_ref().is_none_or(|opened| opened.contains(&message.id))
    }

    /// As the server tells it, a message is not opened.
    fn closes(&mut self, message: &Message) {
        if let Some(opened) = &mut self.opened {
            opened.remove(&message.id);
        }
    }

    /// Goes up whenever a message has other words, is gone, or was pinned or unpinned.
    pub fn altered(&self) -> u64 {
        self.altered
    }

    /// The newest messages, whatever is shown.
    pub fn newest(&self) -> impl DoubleEndedIterator<Item = &Rc<Message>> {
        self.newest.messages()
    }

    /// Whether there are messages above the newest ones.
    pub fn newest_has_before(&self) -> bool {
        self.newest.has_before
    }

    fn shown(&self) -> &Stretch {
        self.away.as_ref().unwrap_or(&self.newest)
    }

    fn shown_mut(&mut self) -> &mut Stretch {
        self.away.as_mut().unwrap_or(&mut self.newest)
    }

    /// Complete up to here, or nothing is loaded.
    pub fn rev(&self) -> Option<u64> {
        self.rev
    }

    /// The rev that an app which understands more has to catch up from.
    pub fn understood(&self) -> Option<u64> {
        self.rev.map(|rev| self.understood.unwrap_or(rev).min(rev))
    }

    /// Whether something was passed over that has not been asked for.
    pub fn has_unread(&self) -> bool {
        self.unread_since.is_some()
    }

    /// Whether anything was ever loaded, be it that the channel is empty.
    pub fn is_loaded(&self) -> bool {
        self.rev.is_some()
    }

    /// Whether there are messages above those that are shown.
    pub fn has_before(&self) -> bool {
        self.shown().has_before
    }

    /// Whether there are messages below those that are shown.
    pub fn has_after(&self) -> bool {
        self.away.is_some()
    }

    /// The first message that is shown.
    pub fn oldest(&self) -> Option<&Rc<Message>> {
        self.shown().first()
    }

    /// Position of the newest loaded message; 0 when there is none.
    pub fn last_seq(&self) -> u64 {
        self.newest.last().map_or(0, |message| message.seq)
    }

    /// The message at a position.
    pub fn at(&self, seq: u64) -> Option<&Rc<Message>> {
        self.shown().at(seq).or_else(|| self.newest.at(seq))
    }

    /// From now on events wait until [`Self::catch_up`].
    pub fn start_syncing(&mut self) -> Option<u64> {
        self.syncing = true;
        let since = self.rev.map(|rev| self.unread_since.unwrap_or(rev).min(rev));
        self.asked_since = since.unwrap_or_default();
        since
    }

    /// The channel cannot be read with this app: nothing more is awaited until it is opened again.
    pub fn give_up(&mut self) {
        self.stop_syncing();
        (self.rev, self.unread_since) = (None, None);
    }

    /// The connection is gone: an answer will not come.
    pub fn stop_syncing(&mut self) {
        self.syncing = false;
        self.early.clear();
        self.loading = None;
    }

    /// Takes the answer to `subscribe`; not whole: something was left out of it. True: events that came meanwhile still
    /// leave a gap, subscribe again.
    pub fn catch_up(&mut self, changes: ChannelChanges, is_whole: bool) -> bool {
        match changes {
            // Complete only for what was kept when it was asked for, and that was dropped meanwhile.
            ChannelChanges::Since { .. } if self.rev.is_none() => return true,
            ChannelChanges::Since { messages, rev } => {
                self.altered += 1;
                for message in messages {
                    self.place(message, Stretch::put);
                }
                self.note(self.asked_since, is_whole);
                self.rev = Some(self.rev.unwrap_or_default().max(rev));
            }
            ChannelChanges::StartOver(page) => {
                self.rev = Some(page.rev);
                self.away = None;
                page.messages.iter().for_each(|message| self.closes(message));
                self.newest = Stretch::of(page);
                self.altered += 1;
                self.note(0, is_whole);
            }
        }
        (self.syncing, self.unread_since) = (false, None);
        self.apply_early()
    }

    fn note(&mut self, since: u64, is_whole: bool) {
        self.understood = match self.understood {
            Some(before) if before < since => Some(before),
            _ => (!is_whole).then_some(since),
        };
    }

    fn apply_early(&mut self) -> bool {
        let early = sorted_by_key(std::mem::take(&mut self.early), |(rev, _)| *rev);
        early.into_iter().any(|(rev, change)| self.take(rev, change) == Applied::Gap)
    }

    /// Takes an event of the channel.
    pub fn apply(&mut self, rev: u64, change: ChannelEvent) -> Applied {
        self.take(rev, Some(change))
    }

    /// Takes an event that this app does not understand.
    pub fn pass_over(&mut self, rev: u64) -> Applied {
        self.take(rev, None)
    }

    fn take(&mut self, rev: u64, change: Option<ChannelEvent>) -> Applied {
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
        match change {
            Some(change) => self.apply_next(rev, change),
            None => self.leave_unread(known),
        }
    }

    fn leave_unread(&mut self, known: u64) -> Applied {
        self.note(known, false);
        let is_first = self.unread_since.is_none();
        self.unread_since.get_or_insert(known);
        if is_first { Applied::Unread } else { Applied::Known }
    }

    fn apply_next(&mut self, rev: u64, change: ChannelEvent) -> Applied {
        if let ChannelEvent::MessageCreated(message) = change {
            let seq = message.seq;
            self.put(message);
            if self.away.is_some() {
                self.newest.keep_newest(NEWEST_KEPT);
            }
            return self.newest.at(seq).map_or(Applied::Known, |message| Applied::New(Rc::clone(message)));
        }
        self.change(rev, &change);
        self.changes.push_back((rev, change));
        if self.changes.len() > CHANGES_KEPT {
            self.changes.pop_front();
        }
        Applied::Changed
    }

    fn change(&mut self, rev: u64, change: &ChannelEvent) {
        let keeps_words =
            matches!(change, ChannelEvent::MessageReacted { .. } | ChannelEvent::PollVoted { .. });
        self.altered += u64::from(!keeps_words);
        if let ChannelEvent::MessageEdited(message) | ChannelEvent::MessageCreated(message) = change {
            return self.put(message.clone());
        }
        let is_sealed = self.opened.is_some();
        for stretch in self.away.iter_mut().chain([&mut self.newest]) {
            match change {
                ChannelEvent::MessageReacted { .. } if is_sealed => {}
                ChannelEvent::MessageDeleted { message, seq } => stretch.delete(*message, *seq, rev),
                ChannelEvent::MessageReacted { seq, reactions, by, .. } => {
                    stretch.react(*seq, rev, reactions, by);
                }
                ChannelEvent::PollVoted { seq, votes, voters, .. } => {
                    stretch.count(*seq, rev, votes, *voters);
                }
                ChannelEvent::MessageEdited(_) | ChannelEvent::MessageCreated(_) => {}
            }
        }
    }

    /// The reader voted in the poll of a message.
    pub fn choose(&mut self, message: MessageId, answers: &[u64]) {
        for stretch in self.away.iter_mut().chain([&mut self.newest]) {
            stretch.choose(message, answers);
        }
    }

    /// What to ask for to see more above.
    pub fn want_older(&self) -> Option<Wanted> {
        let first = self.shown().first().filter(|_| self.has_before() && self.loading.is_none())?;
        Some(Wanted::Before(first.id))
    }

    /// What to ask for to see more below.
    pub fn want_newer(&self) -> Option<Wanted> {
        let last = self.away.as_ref()?.last().filter(|_| self.loading.is_none())?;
        Some(Wanted::After(last.id))
    }

    /// Something was left out of a page: an app that understands more has to begin anew.
    pub fn lacks(&mut self) {
        self.note(0, false);
    }

    /// The page that was asked for. False: it no longer fits to what is shown.
    pub fn page(&mut self, wanted: Wanted, page: MessagePage) -> bool {
        if self.loading == Some(wanted) {
            self.loading = None;
        }
        let rev = page.rev;
        page.messages.iter().for_each(|message| self.closes(message));
        match wanted {
            Wanted::Before(first) => {
                if self.shown().first().is_none_or(|message| message.id != first) {
                    return false;
                }
                self.shown_mut().prepend(page);
            }
            Wanted::After(last) => {
                let Some(away) =
                    self.away.as_mut().filter(|away| away.last().is_some_and(|message| message.id == last))
                else {
                    return false;
                };
                let reached = away.append(page);
                self.join(reached);
            }
            Wanted::Around(_) => {
                let reached = !page.has_after;
                self.away = Some(Stretch::of(page));
                self.join(reached);
            }
        }
        let late: Vec<_> = self.changes.iter().filter(|(at, _)| *at > rev).cloned().collect();
        late.iter().for_each(|(at, change)| self.change(*at, change));
        true
    }

    /// What is shown has reached the newest messages: they are one.
    fn join(&mut self, reached_end: bool) {
        let Some(last) = self.away.as_ref().map(|away| away.last().map_or(0, |message| message.seq)) else {
            return;
        };
        let reached = reached_end || self.newest.first().is_some_and(|message| message.seq <= last);
        if let Some(away) = reached.then(|| self.away.take()).flatten() {
            self.newest.join(away);
        }
    }

    /// Shows the newest messages again.
    pub fn show_newest(&mut self) {
        self.away = None;
        self.loading = None;
    }

    /// A message as it was told to several, or as the server answered a call with; its event may follow or have been
    /// here.
    pub fn put(&mut self, message: Message) {
        self.place(message, Stretch::put_told);
    }

    /// One that is not shown may be answered by one that is.
    fn place(&mut self, message: Message, put: fn(&mut Stretch, Message)) {
        // What is as new as what is here changes nothing.
        if self.at(message.seq).is_none_or(|known| known.rev < message.rev) {
            self.closes(&message);
        }
        for stretch in self.away.iter_mut() {
            match stretch.at(message.seq) {
                Some(_) => put(stretch, message.clone()),
                None => stretch.requote(&message),
            }
        }
        match self.newest.covers(message.seq) {
            true => put(&mut self.newest, message),
            false => self.newest.requote(&message),
        }
    }

    /// Shows messages that were sealed as they are when opened. Those that are gone stay so.
    pub fn reveal(&mut self, messages: &[Message]) {
        for stretch in self.away.iter_mut().chain([&mut self.newest]) {
            let changed = messages.iter().filter(|message| stretch.reveal(message)).count();
            self.altered += changed as u64;
        }
        if let Some(opened) = &mut self.opened {
            for message in messages {
                opened.insert(message.id);
            }
        }
    }

    /// Whether more than `most` messages are shown.
    pub fn is_longer_than(&self, most: usize) -> bool {
        self.shown().len() > most
    }

    /// Shows no more than `most` messages: those around a position, which is what the person sees.
    pub fn keep_near(&mut self, seq: u64, most: usize) {
        if !self.is_longer_than(most) {
            return;
        }
        let (kept, dropped_newer) = self.shown().near(seq, most);
        if self.away.is_some() || dropped_newer {
            self.away = Some(kept);
            self.newest.keep_newest(NEWEST_KEPT);
            self.join(false);
        } else {
            self.newest = kept;
        }
    }

    /// Forgets all but the newest messages: a channel that nobody looks at need not keep its whole history.
    pub fn trim(&mut self, keep: usize) {
        self.show_newest();
        self.newest.keep_newest(keep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{message, page, quote_of};
    use hubbub_shared::model::Reaction;

    fn created(seq: u64) -> ChannelEvent {
        ChannelEvent::MessageCreated(message(seq, "hi"))
    }

    fn contents(timeline: &Timeline) -> Vec<(u64, &str)> {
        timeline.messages().map(|message| (message.seq, message.content.as_str())).collect()
    }

    #[test]
    fn of_an_encrypted_conversation_nothing_is_shown_that_was_not_opened_here() {
        let shown = |timeline: &Timeline| {
            let open = timeline.messages().filter(|message| timeline.is_open(message));
            open.map(|message| message.content.clone()).collect::<Vec<_>>()
        };
        let mut timeline = Timeline::default();
        timeline.seal();
        timeline.catch_up(ChannelChanges::StartOver(page(1..=3, false)), true);
        assert!(shown(&timeline).is_empty(), "the server says it in clear, and nobody sealed it");
        timeline.reveal(&[message(2, "what was sealed")]);
        assert_eq!(shown(&timeline), ["what was sealed"]);
        timeline.apply(4, created(4));
        assert_eq!(shown(&timeline), ["what was sealed"]);
        let forged = Message { rev: 5, ..message(2, "forged") };
        timeline.apply(5, ChannelEvent::MessageEdited(forged));
        assert!(shown(&timeline).is_empty(), "the server changed it");
        timeline.reveal(&[Message { rev: 5, ..message(2, "what was sealed") }]);
        assert_eq!(shown(&timeline), ["what was sealed"]);
        let reacted = ChannelEvent::MessageReacted {
            message: message(2, "").id,
            seq: 2,
            reactions: vec![Reaction { emoji: "👎".into(), count: 9, me: false }],
            by: vec![],
        };
        timeline.apply(6, reacted);
        assert!(timeline.at(2).unwrap().reactions.is_empty(), "reactions are sealed too");
    }

    fn loaded(revs: std::ops::RangeInclusive<u64>) -> Timeline {
        let mut timeline = Timeline::default();
        assert!(!timeline.catch_up(ChannelChanges::StartOver(page(revs, false)), true));
        timeline
    }

    /// Four messages, of which the last answers the second.
    fn answered() -> Timeline {
        let mut all = page(1..=4, false);
        all.messages[3].reply_to = Some(Box::new(quote_of(&all.messages[1])));
        let mut timeline = Timeline::default();
        timeline.catch_up(ChannelChanges::StartOver(all), true);
        timeline
    }

    fn quoted(timeline: &Timeline) -> Option<(bool, String)> {
        let quote = timeline.at(4)?.reply_to.as_ref()?;
        Some((quote.author.is_some(), quote.content.clone()))
    }

    #[test]
    fn an_answer_says_no_more_than_what_it_answers() {
        let mut timeline = answered();
        let since = |timeline: &Timeline| timeline.lines().last().map(|(_, since)| *since);
        let mut edited = message(2, "better");
        (edited.rev, edited.edited_at) = (5, Some(hubbub_shared::Timestamp(1)));
        timeline.apply(5, ChannelEvent::MessageEdited(edited));
        assert_eq!((quoted(&timeline), since(&timeline)), (Some((true, "better".into())), Some(5)));
        timeline.apply(6, ChannelEvent::MessageDeleted { message: message(2, "").id, seq: 2 });
        assert_eq!((quoted(&timeline), since(&timeline)), (Some((false, String::new())), Some(6)));
    }

    #[test]
    fn a_deletion_that_was_missed_takes_the_words_from_answers_too() {
        let mut timeline = answered();
        timeline.start_syncing();
        let mut gone = message(2, "");
        (gone.rev, gone.deleted) = (5, true);
        timeline.catch_up(ChannelChanges::Since { messages: vec![gone], rev: 5 }, true);
        assert_eq!(quoted(&timeline), Some((false, String::new())));
    }

    #[test]
    fn a_page_that_was_read_before_somebody_reacted_shows_it_and_one_read_after_counts_it_once() {
        let reaction = |count| vec![Reaction { emoji: "👍".into(), count, me: false }];
        let reacted = |count| ChannelEvent::MessageReacted {
            message: message(1, "").id,
            seq: 1,
            reactions: reaction(count),
            by: vec![],
        };
        for read_at in [4, 5] {
            let mut timeline = Timeline::default();
            timeline.catch_up(ChannelChanges::StartOver(page(3..=4, true)), true);
            let wanted = timeline.want_older().unwrap();
            timeline.apply(5, reacted(1));
            let mut older = page(1..=2, false);
            older.rev = read_at;
            if read_at == 5 {
                (older.messages[0].rev, older.messages[0].reactions) = (5, reaction(1));
            }
            assert!(timeline.page(wanted, older));
            let first = timeline.at(1).unwrap();
            assert_eq!(
                (first.rev, first.reactions.as_slice()),
                (5, reaction(1).as_slice()),
                "read at {read_at}"
            );
        }
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
        assert!(!timeline.catch_up(answer, true));
        assert_eq!(timeline.rev(), Some(4));
        assert_eq!(contents(&timeline), [(1, "hi"), (2, "between"), (3, "hi"), (4, "hi")]);
    }

    #[test]
    fn events_before_the_first_answer_are_kept() {
        let mut timeline = Timeline::default();
        timeline.start_syncing();
        assert_eq!(timeline.apply(5, created(5)), Applied::Known);
        assert!(!timeline.catch_up(ChannelChanges::StartOver(page(3..=4, true)), true));
        assert_eq!(timeline.last_seq(), 5);
        assert_eq!(timeline.rev(), Some(5));
    }

    #[test]
    fn changes_since_a_cache_that_is_gone_are_not_taken_for_a_history() {
        let mut timeline = Timeline::default();
        timeline.start_syncing();
        let answer = ChannelChanges::Since { messages: vec![message(6, "late")], rev: 6 };
        assert!(timeline.catch_up(answer, true), "subscribe again, from nothing");
        assert_eq!((timeline.rev(), timeline.messages().count()), (None, 0));
        assert!(!timeline.catch_up(ChannelChanges::StartOver(page(1..=6, false)), true));
        assert_eq!(timeline.messages().count(), 6);
    }

    #[test]
    fn a_gap_after_catching_up_is_told() {
        let mut timeline = Timeline::default();
        timeline.start_syncing();
        timeline.apply(9, created(9));
        assert!(timeline.catch_up(ChannelChanges::StartOver(page(1..=4, false)), true));
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
        timeline.catch_up(ChannelChanges::StartOver(page(50..=60, true)), true);
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
        let before = Wanted::Before(message(2, "").id);
        assert!(timeline.page(before, page(1..=2, false)));
        assert_eq!(contents(&timeline), [(1, "hi"), (2, "new words"), (3, "hi")]);
    }

    #[test]
    fn starting_over_drops_what_was_cached() {
        let mut timeline = loaded(1..=3);
        timeline.start_syncing();
        timeline.catch_up(ChannelChanges::StartOver(page(100..=101, true)), true);
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

    /// Shows 41 to 60 of 100; the newest are 81 to 100.
    fn far_above() -> Timeline {
        let mut timeline = Timeline::default();
        timeline.catch_up(ChannelChanges::StartOver(page(81..=100, true)), true);
        let mut around = page(41..=60, true);
        (around.has_after, around.rev) = (true, 100);
        assert!(timeline.page(Wanted::Around(message(50, "").id), around));
        timeline
    }

    fn shown(timeline: &Timeline) -> (u64, u64, usize) {
        let first = timeline.messages().next().map_or(0, |message| message.seq);
        let last = timeline.messages().next_back().map_or(0, |message| message.seq);
        (first, last, timeline.messages().count())
    }

    #[test]
    fn what_is_said_while_one_reads_far_above_waits_below() {
        let mut timeline = far_above();
        assert!(timeline.has_before() && timeline.has_after());
        assert!(matches!(timeline.apply(101, created(101)), Applied::New(_)));
        assert_eq!(shown(&timeline), (41, 60, 20));
        timeline.show_newest();
        assert_eq!(shown(&timeline), (81, 101, 21));
    }

    #[test]
    fn reading_on_downwards_reaches_the_newest_without_a_hole() {
        let mut timeline = far_above();
        let mut below = page(61..=90, true);
        (below.has_after, below.rev) = (true, 100);
        let Some(wanted) = timeline.want_newer() else { panic!("there is more below") };
        assert!(timeline.page(wanted, below));
        assert_eq!(shown(&timeline), (41, 100, 60));
        assert!(timeline.has_before() && !timeline.has_after());
        assert_eq!(timeline.want_newer(), None);
    }

    #[test]
    fn a_page_that_no_longer_fits_is_dropped() {
        let mut timeline = far_above();
        let Some(wanted) = timeline.want_older() else { panic!("there is more above") };
        timeline.loading = Some(wanted);
        assert_eq!(timeline.want_older(), None, "one page at a time");
        timeline.show_newest();
        assert!(!timeline.page(wanted, page(21..=40, true)));
        assert_eq!(shown(&timeline), (81, 100, 20));
    }

    #[test]
    fn only_what_is_near_the_reader_is_kept() {
        let mut timeline = loaded(1..=300);
        timeline.keep_near(300, 100);
        assert_eq!(shown(&timeline), (201, 300, 100));
        assert!(timeline.has_before() && !timeline.has_after());

        let mut timeline = loaded(1..=300);
        timeline.keep_near(10, 100);
        assert_eq!(shown(&timeline), (1, 100, 100));
        assert!(!timeline.has_before() && timeline.has_after(), "the newest come when they are asked for");
        assert_eq!(timeline.last_seq(), 300);
    }

    #[test]
    fn a_page_read_before_a_change_that_was_told_already_does_not_undo_it() {
        let mut timeline = far_above();
        let gone = ChannelEvent::MessageDeleted { message: message(40, "").id, seq: 40 };
        timeline.apply(101, gone);
        let Some(wanted) = timeline.want_older() else { panic!("there is more above") };
        let mut stale = page(21..=40, true);
        stale.rev = 100;
        timeline.page(wanted, stale);
        assert!(timeline.at(40).is_some_and(|message| message.deleted));
    }
}
