//! What is on its way: messages, edits and deletions. Nothing typed is lost, and each channel's go out in the order
//! they were made.
//!
//! A message leaves when the server's one with the same nonce arrives, whichever way it comes. A repeat with the same
//! nonce returns the stored message, so sending again after a broken connection is harmless. So are edits and
//! deletions by nature.

use crate::state::sorting::sorted_by;
use hubbub_shared::model::{Message, Quote, SentAttachment};
use hubbub_shared::{AttachmentId, ChannelId, ErrorCode, MessageId, Problem, UserId};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// After so many refusals that might have been temporary, the person decides.
const MOST_ATTEMPTS: u32 = 6;

/// Where something outgoing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendState {
    /// Waits for the connection, or for those before it.
    Waiting,
    /// Handed to the socket; no answer yet.
    Sending,
    /// The server refused it. Stays until it is retried or given up.
    Failed {
        /// What the app says about it.
        why: String,
    },
}

/// What the server is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Errand {
    /// A new message.
    #[default]
    Send,
    /// Other words for a message.
    Edit {
        /// The id of the message, which the server has.
        message: MessageId,
        /// What the person saw when they changed it. `None`: whatever it is by now.
        base_rev: Option<u64>,
    },
    /// No longer a message.
    Delete {
        /// The id of the message, which the server has.
        message: MessageId,
    },
}

impl Errand {
    fn is_deletion(self) -> bool {
        matches!(self, Self::Delete { .. })
    }

    /// The message that is changed.
    pub fn message(self) -> Option<MessageId> {
        match self {
            Self::Send => None,
            Self::Edit { message, .. } | Self::Delete { message } => Some(message),
        }
    }
}

/// What a message that was just written answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answering {
    /// The message that is answered, as it was then.
    pub quote: Quote,
    /// Whether its author is mentioned by that.
    pub ping: bool,
}

impl Answering {
    /// Answers a message. Who answers themselves need not be told.
    pub fn to(message: &Message, me: Option<UserId>) -> Self {
        let content = Quote::beginning(&message.in_short());
        let author = Some(message.author.clone());
        let quote = Quote { message: message.id, seq: message.seq, author, content };
        Self { quote, ping: me != Some(message.author.id) }
    }
}

/// One thing that the server has not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// What the server recognises a repeat by.
    pub nonce: String,
    /// The channel it goes to.
    pub channel: ChannelId,
    /// Whether it is a new message, an edit or a deletion.
    #[serde(default)]
    pub errand: Errand,
    /// As it was typed. Nothing for a deletion.
    pub content: String,
    /// What a new message answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answering>,
    /// So many files go with a new message; it waits until they are on the server.
    #[serde(default)]
    pub files: usize,
    /// Those files of a message that stay, if an edit drops some.
    #[serde(default)]
    pub staying: Option<Vec<AttachmentId>>,
    /// What they are called there, once all of them are.
    #[serde(skip)]
    pub attachments: Vec<SentAttachment>,
    /// When it was written, milliseconds since 1970.
    pub written_at: i64,
    /// Its place among all, whatever the clock says.
    #[serde(default)]
    pub order: u64,
    /// How far it has come.
    pub state: SendState,
    /// How often it was refused for now.
    #[serde(skip)]
    pub attempts: u32,
    /// Not before this moment, after "too many calls". 0: at once.
    #[serde(skip)]
    pub not_before: i64,
}

impl Outgoing {
    /// A message that was just written.
    pub fn new(channel: ChannelId, content: String, nonce: String, now: i64) -> Self {
        let (errand, state) = (Errand::Send, SendState::Waiting);
        let (order, attempts, not_before, answers) = (0, 0, 0, None);
        let (files, attachments, staying, written_at) = (0, Vec::new(), None, now);
        Self {
            nonce,
            channel,
            errand,
            content,
            answers,
            files,
            staying,
            attachments,
            written_at,
            order,
            state,
            attempts,
            not_before,
        }
    }

    /// As it is kept: nobody knows on the disk what is under way.
    pub fn kept(&self) -> Self {
        let state = match &self.state {
            SendState::Sending => SendState::Waiting,
            other => other.clone(),
        };
        Self { state, attempts: 0, not_before: 0, attachments: Vec::new(), ..self.clone() }
    }

    /// Whether its files are not all on the server.
    pub fn waits_for_files(&self) -> bool {
        self.attachments.len() < self.files
    }

    /// Whether the person has to decide.
    pub fn is_failed(&self) -> bool {
        matches!(self.state, SendState::Failed { .. })
    }
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outbox {
    entries: Vec<Outgoing>,
}

impl Outbox {
    /// What an earlier run of the app left.
    pub fn restore(entries: Vec<Outgoing>) -> Self {
        let mut outbox = Self::default();
        outbox.reload(entries);
        outbox
    }

    /// What is kept on this device, where other tabs write and send too. What this tab is sending stays so.
    pub fn reload(&mut self, kept: Vec<Outgoing>) {
        let mut kept = sorted_by(kept, |a, b| (a.order, &a.nonce).cmp(&(b.order, &b.nonce)));
        kept.dedup_by(|a, b| a.nonce == b.nonce);
        for entry in &mut kept {
            let known = self.entries.iter().find(|known| known.nonce == entry.nonce);
            *entry = match known {
                Some(known) if known.kept() == entry.kept() => known.clone(),
                _ => entry.kept(),
            };
        }
        self.entries = kept;
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Outgoing] {
        &self.entries
    }

    /// What is on its way in a channel, oldest first.
    pub fn of(&self, channel: ChannelId) -> impl Iterator<Item = &Outgoing> {
        self.entries.iter().filter(move |entry| entry.channel == channel)
    }

    /// Whether files have to be on the server before something can go.
    pub fn waits_for_files(&self) -> bool {
        self.entries.iter().any(Outgoing::waits_for_files)
    }

    /// All files of a message are on the server.
    pub fn files_are_there(&mut self, nonce: &str, attachments: Vec<SentAttachment>) {
        if let Some(entry) = self.find(nonce) {
            entry.attachments = attachments;
        }
    }

    /// One of its files cannot be had there.
    pub fn files_refused(&mut self, nonce: &str, why: String) {
        if let Some(entry) = self.find(nonce) {
            entry.state = SendState::Failed { why };
        }
    }

    /// The newest change of a message that the server has not made yet.
    pub fn change_of(&self, message: MessageId) -> Option<&Outgoing> {
        self.entries.iter().rfind(|entry| entry.errand.message() == Some(message))
    }

    /// A message with the words it is going to have.
    pub fn as_edited(&self, message: &Rc<Message>) -> Rc<Message> {
        match self.change_of(message.id).filter(|change| !change.errand.is_deletion()) {
            Some(edit) => {
                let mut edited = Message { content: edit.content.clone(), ..(**message).clone() };
                if let Some(staying) = &edit.staying {
                    edited.attachments.retain(|file| staying.contains(&file.id));
                }
                Rc::new(edited)
            }
            None => Rc::clone(message),
        }
    }

    /// Adds a message.
    pub fn add(&mut self, channel: ChannelId, content: String, nonce: String, now: i64) {
        self.push(Outgoing::new(channel, content, nonce, now));
    }

    /// Adds something to be done.
    pub fn push(&mut self, entry: Outgoing) {
        let order = self.entries.iter().map(|entry| entry.order + 1).max().unwrap_or_default();
        self.entries.push(Outgoing { order, ..entry });
    }

    /// Adds other words for a message, and which of its files stay. They take the place of what has not left yet.
    pub fn edit(
        &mut self,
        message: &Message,
        content: String,
        staying: Option<Vec<AttachmentId>>,
        nonce: String,
        now: i64,
    ) {
        self.entries.retain(|entry| !is_superseded(entry, message.id));
        let errand = Errand::Edit { message: message.id, base_rev: Some(message.rev) };
        self.push(Outgoing { errand, staying, ..Outgoing::new(message.channel, content, nonce, now) });
    }

    /// Adds the deletion of a message.
    pub fn delete(&mut self, message: &Message, nonce: String, now: i64) {
        self.entries.retain(|entry| !is_superseded(entry, message.id));
        let errand = Errand::Delete { message: message.id };
        self.push(Outgoing { errand, ..Outgoing::new(message.channel, String::new(), nonce, now) });
    }

    /// Keeps something back until a moment, as long as the app runs. Others need not wait for it.
    pub fn hold_back(&mut self, nonce: &str, until: i64) {
        if let Some(entry) = self.find(nonce) {
            entry.not_before = until;
        }
    }

    /// Whether something waits for a moment that was named.
    pub fn holds_back(&self) -> bool {
        self.entries.iter().any(|entry| entry.not_before > 0)
    }

    /// Messages that wait may go: what held them back may be over.
    pub fn release(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.errand == Errand::Send) {
            entry.not_before = 0;
        }
    }

    /// Whether [`Self::take_due`] would return anything; cheap, asked every second.
    pub fn is_due(&self, now: i64) -> bool {
        self.entries.iter().any(|entry| entry.state == SendState::Waiting)
            && !self.clone().take_due(now).is_empty()
    }

    /// Marks what may be sent now as being sent, and returns it: per channel the first that waits, unless one is
    /// on its way already. Those that failed do not hold up the ones behind them, and a message that has to wait only
    /// other messages.
    pub fn take_due(&mut self, now: i64) -> Vec<Outgoing> {
        let (mut busy, mut silent): (Vec<ChannelId>, Vec<ChannelId>) = Default::default();
        let mut due = Vec::new();
        for entry in &mut self.entries {
            let is_message = entry.errand == Errand::Send;
            match entry.state {
                SendState::Failed { .. } => continue,
                // Minutes, maybe: what is written meanwhile does not wait for that.
                SendState::Waiting if entry.waits_for_files() => continue,
                SendState::Waiting if entry.not_before > now && entry.errand.is_deletion() => continue,
                SendState::Waiting
                    if is_message && (entry.not_before > now || silent.contains(&entry.channel)) =>
                {
                    silent.push(entry.channel);
                    continue;
                }
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

    /// The server has other words for a message: later ones are written in the light of these.
    pub fn edited(&mut self, nonce: &str, message: &Message) {
        self.sent(nonce);
        for entry in &mut self.entries {
            if let Errand::Edit { message: edited, base_rev: Some(rev) } = &mut entry.errand
                && *edited == message.id
            {
                *rev = (*rev).max(message.rev);
            }
        }
    }

    /// The server refused it: for now, or for good.
    pub fn refused(&mut self, nonce: &str, problem: &Problem, now: i64) {
        let Some(entry) = self.find(nonce) else { return };
        if matches!(entry.errand, Errand::Delete { .. }) && problem.code == ErrorCode::NotFound {
            return self.sent(nonce);
        }
        // Whoever waits for slow mode has not failed.
        entry.attempts += u32::from(problem.code != ErrorCode::SlowMode);
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

    /// The person wants a failed one after all. They have seen what was said against it: an edit no longer asks
    /// whether somebody was faster.
    pub fn retry(&mut self, nonce: &str) {
        if let Some(entry) = self.find(nonce) {
            entry.state = SendState::Waiting;
            entry.attempts = 0;
            entry.not_before = 0;
            // They may be what was wrong.
            entry.attachments.clear();
            if let Errand::Edit { base_rev, .. } = &mut entry.errand {
                *base_rev = None;
            }
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

/// What is under way already may have been done.
fn is_superseded(entry: &Outgoing, message: MessageId) -> bool {
    entry.errand.message() == Some(message) && entry.state != SendState::Sending
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{GENERAL, RANDOM, message, picture};

    fn outbox() -> Outbox {
        let mut outbox = Outbox::default();
        outbox.add(GENERAL, "one".into(), "1".into(), 0);
        outbox.add(GENERAL, "two".into(), "2".into(), 0);
        outbox.add(RANDOM, "three".into(), "3".into(), 0);
        outbox
    }

    #[test]
    fn what_a_message_answers_goes_with_it() {
        let mut outbox = Outbox::default();
        let answers = Some(Answering::to(&message(1, "Who?"), None));
        outbox.push(Outgoing { answers, ..Outgoing::new(GENERAL, "I".into(), "n".into(), 0) });
        let due = outbox.take_due(0).pop().and_then(|entry| entry.answers);
        assert_eq!(due.map(|answer| answer.quote.message), Some(message(1, "").id));
        let own = message(1, "Who?");
        assert!(!Answering::to(&own, Some(own.author.id)).ping, "who answers themselves need not be told");
    }

    #[test]
    fn a_message_waits_for_its_files_and_nothing_waits_for_it() {
        let mut outbox = Outbox::default();
        outbox.push(Outgoing { files: 1, ..Outgoing::new(GENERAL, String::new(), "1".into(), 0) });
        outbox.add(GENERAL, "two".into(), "2".into(), 0);
        assert_eq!(due(&mut outbox, 0), ["2"]);
        outbox.sent("2");
        assert!(!outbox.is_due(0) && outbox.waits_for_files());
        let there = vec![SentAttachment { id: hubbub_shared::AttachmentId(7), description: None }];
        outbox.files_are_there("1", there.clone());
        let entry = outbox.take_due(0).pop().unwrap();
        assert_eq!(entry.attachments, there);
        assert!(entry.kept().waits_for_files(), "the next start asks the server anew");
        outbox.refused("1", &Problem::new(ErrorCode::NotFound, "gone"), 0);
        outbox.retry("1");
        assert!(outbox.waits_for_files(), "so does who tries again");
    }

    #[test]
    fn an_edit_may_drop_files_and_shows_that_at_once() {
        let mut message = message(1, "two");
        message.attachments = vec![picture(7), picture(8)];
        let mut outbox = Outbox::default();
        outbox.edit(&message, "one".into(), Some(vec![AttachmentId(8)]), "e".into(), 0);
        let shown = outbox.as_edited(&Rc::new(message));
        assert_eq!((&*shown.content, shown.attachments.len()), ("one", 1));
        assert_eq!(outbox.take_due(0)[0].staying, Some(vec![AttachmentId(8)]));
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
    fn in_slow_mode_messages_wait_as_often_as_it_takes_and_edits_pass_them_by() {
        let mut outbox = outbox();
        let mut slow = Problem::new(ErrorCode::SlowMode, "Wait.");
        slow.retry_after_ms = Some(10_000);
        for round in 0..20 {
            let now = round * 10_000;
            assert_eq!(due(&mut outbox, now)[0], "1");
            outbox.sent("3");
            outbox.refused("1", &slow, now);
        }
        outbox.edit(&message(1, "hi"), "hello".into(), None, "e".into(), 0);
        assert_eq!(due(&mut outbox, 190_000), ["e"], "the second message waits behind the first");
        outbox.sent("e");
        assert_eq!(due(&mut outbox, 200_000), ["1"]);
        outbox.refused("1", &slow, 200_000);
        assert!(due(&mut outbox, 200_001).is_empty());
        outbox.release();
        assert_eq!(due(&mut outbox, 200_001), ["1"], "slow mode was turned off");
        outbox.sent("1");
        assert_eq!(due(&mut outbox, 200_001), ["2"]);
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

    #[test]
    fn tabs_share_what_waits_in_the_order_it_was_written_whatever_the_clock_says() {
        let mut here = outbox();
        let mut there = Outbox::restore(here.entries().to_vec());
        there.add(GENERAL, "four, a day earlier".into(), "4".into(), -86_400_000);
        here.take_due(0);
        here.reload(there.entries().to_vec());
        let shown: Vec<_> = here.entries().iter().map(|entry| (&*entry.nonce, &entry.state)).collect();
        let (waiting, sending) = (&SendState::Waiting, &SendState::Sending);
        assert_eq!(shown, [("1", sending), ("2", waiting), ("3", sending), ("4", waiting)]);
        here.reload(vec![here.entries()[3].clone()]);
        assert_eq!(due(&mut here, 0), ["4"], "another tab sent the rest");
    }

    #[test]
    fn what_is_kept_says_nothing_of_what_is_under_way() {
        let mut outbox = outbox();
        outbox.take_due(0);
        let mut busy = Problem::new(ErrorCode::RateLimited, "Slow down.");
        busy.retry_after_ms = Some(60_000);
        outbox.refused("1", &busy, 0);
        let kept: Vec<_> = outbox.entries().iter().map(Outgoing::kept).collect();
        assert_eq!(due(&mut Outbox::restore(kept), 0), ["1", "3"]);
    }

    #[test]
    fn the_newest_words_win_and_an_edit_waits_for_its_message() {
        let mut outbox = Outbox::default();
        outbox.edit(&message(1, "hi"), "first try".into(), None, "a".into(), 0);
        outbox.edit(&message(1, "hi"), "second try".into(), None, "b".into(), 0);
        assert_eq!(outbox.entries().len(), 1, "words that have not left are replaced");
        assert_eq!(due(&mut outbox, 0), ["b"]);
        outbox.edit(&message(1, "hi"), "third try".into(), None, "c".into(), 0);
        let mut stored = message(1, "second try");
        stored.rev = 9;
        outbox.edited("b", &stored);
        let next = outbox.take_due(0);
        let errand = Errand::Edit { message: stored.id, base_rev: Some(9) };
        assert_eq!((&*next[0].content, next[0].errand), ("third try", errand), "no conflict with oneself");
    }

    #[test]
    fn an_edit_that_came_too_late_keeps_its_words_and_may_be_insisted_on() {
        let mut outbox = Outbox::default();
        outbox.edit(&message(1, "hi"), "mine".into(), None, "a".into(), 0);
        outbox.take_due(0);
        outbox.refused("a", &Problem::new(ErrorCode::Conflict, "Somebody was faster."), 0);
        let failed = outbox.change_of(message(1, "").id).unwrap();
        assert!(failed.is_failed() && failed.content == "mine");
        outbox.retry("a");
        let errand = Errand::Edit { message: message(1, "").id, base_rev: None };
        assert_eq!(outbox.take_due(0)[0].errand, errand);
    }

    #[test]
    fn deleting_what_is_gone_already_is_done() {
        let mut outbox = Outbox::default();
        outbox.edit(&message(1, "hi"), "never mind".into(), None, "a".into(), 0);
        outbox.delete(&message(1, "hi"), "b".into(), 0);
        assert_eq!(due(&mut outbox, 0), ["b"]);
        outbox.refused("b", &Problem::not_found(), 0);
        assert!(outbox.entries().is_empty());
    }

    #[test]
    fn a_deletion_that_is_held_back_can_be_undone_and_holds_up_nobody() {
        let mut outbox = Outbox::default();
        outbox.delete(&message(1, "hi"), "d".into(), 0);
        outbox.hold_back("d", 5_000);
        outbox.add(GENERAL, "next".into(), "n".into(), 0);
        assert_eq!(due(&mut outbox, 0), ["n"]);
        assert!(due(&mut outbox, 4_999).is_empty());
        assert_eq!(due(&mut outbox, 5_000), ["d"]);
    }
}
