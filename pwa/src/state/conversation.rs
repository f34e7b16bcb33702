//! The lines of a conversation as they are shown: days, the line above what is new, messages grouped by author,
//! and at the end what is on its way.

use crate::state::{Errand, Outgoing, Reacting, SendState, Timeline, folds};
use hubbub_shared::UserId;
use hubbub_shared::model::{Block, Message};
use std::rc::Rc;

/// Messages of one author that follow each other within this time stand together.
const GROUP_MS: i64 = 7 * 60_000;

/// A calendar day, counted from 1970 in the reader's time zone.
pub type Day = i64;

/// One line of a conversation, as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A new day begins.
    Day {
        /// Its number, which tells days apart.
        day: Day,
        /// A moment of it, milliseconds since 1970.
        at: i64,
    },
    /// What follows was not read when the channel was opened.
    New,
    /// A message that the server has.
    Message {
        /// As the server has it.
        message: Rc<Message>,
        /// The rev since which it looks as it does, but for what people react with.
        looks_since: u64,
        /// Somebody reacted to it.
        is_reacted: bool,
        /// It continues the one above: no picture, no name.
        continues: bool,
        /// Other words that are on their way; or a change that was refused.
        change: Option<Outgoing>,
        /// By somebody whom the reader has blocked.
        folded: bool,
    },
    /// A message on its way.
    Outgoing {
        /// As it waits in the outbox.
        entry: Outgoing,
        /// It continues the one above.
        continues: bool,
    },
}

/// Tells rows apart, and changes whenever a row has to be drawn anew. There are hundreds of them with every message that
/// comes, so nothing is allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// Key of [`Row::Day`]: the day.
    Day(Day),
    /// Key of [`Row::New`], of which there is one.
    New,
    /// Key of [`Row::Message`]: everything of it that is drawn.
    Message {
        /// The message's position in its channel.
        seq: u64,
        /// Since when it looks as it does.
        looks_since: u64,
        /// What people react with is shown; it changes by itself.
        is_reacted: bool,
        /// It continues the one above.
        continues: bool,
        /// What is on its way, and whether it was refused.
        change: Option<(u64, bool)>,
        /// Its words are folded.
        folded: bool,
    },
    /// Key of [`Row::Outgoing`]: everything of it that is drawn.
    Outgoing {
        /// Hash of the nonce, which tells messages on their way apart.
        nonce: u64,
        /// Whether it was refused, is on its way, or waits.
        state: u8,
        /// It continues the one above.
        continues: bool,
    },
}

impl Row {
    /// What the row is recognized by when the list is drawn again.
    pub fn key(&self) -> RowKey {
        match self {
            Self::Day { day, .. } => RowKey::Day(*day),
            Self::New => RowKey::New,
            Self::Message { message, looks_since, is_reacted, continues, change, folded } => {
                RowKey::Message {
                    seq: message.seq,
                    looks_since: *looks_since,
                    is_reacted: *is_reacted,
                    continues: *continues,
                    change: change.as_ref().map(|change| (number_of(&change.nonce), change.is_failed())),
                    folded: *folded,
                }
            }
            Self::Outgoing { entry, continues } => {
                let state = match entry.state {
                    SendState::Waiting => 0,
                    SendState::Sending => 1,
                    SendState::Failed { .. } => 2,
                };
                RowKey::Outgoing { nonce: number_of(&entry.nonce), state, continues: *continues }
            }
        }
    }
}

/// A nonce as a number: two of them are the same once in 2^64 times (FNV-1a).
fn number_of(nonce: &str) -> u64 {
    nonce
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Whom the line above belongs to, and when it was written.
struct Above {
    author: UserId,
    at: i64,
}

/// The newest change of a message that is on its way.
fn change_of<'a>(outgoing: &'a [Outgoing], message: &Message) -> Option<&'a Outgoing> {
    outgoing.iter().rfind(|entry| entry.errand.message() == Some(message.id))
}

/// Whether the person sees it as deleted already.
fn is_going(change: Option<&Outgoing>) -> bool {
    change.is_some_and(|change| matches!(change.errand, Errand::Delete { .. }) && !change.is_failed())
}

/// Composes the rows. `reacting` is what the person reacts with and was not told yet; `blocks` are whom the reader does not hear; `outgoing` is what is on its way in this channel, changes too; `divider` is the position up to which had been read when the channel was opened; `day_of` tells
/// the day of a moment where the reader is.
pub fn rows(
    timeline: &Timeline,
    outgoing: &[Outgoing],
    reacting: &Reacting,
    me: UserId,
    blocks: &[Block],
    divider: Option<u64>,
    day_of: impl Fn(i64) -> Day,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut today: Option<Day> = None;
    let mut above: Option<Above> = None;
    // Above what is loaded there may be more that is new: then the line belongs further up.
    let mut divider = divider
        .filter(|read| !timeline.has_before() || timeline.oldest().is_none_or(|oldest| oldest.seq <= *read));
    for (message, looks_since) in
        timeline.lines().filter(|(message, _)| !message.deleted && timeline.is_open(message))
    {
        let change = change_of(outgoing, message);
        if is_going(change) {
            continue;
        }
        let at = message.created_at.0;
        start_day(&mut rows, &mut today, &mut above, day_of(at), at);
        if divider.is_some_and(|read| message.seq > read) {
            (divider, above) = (None, None);
            rows.push(Row::New);
        }
        // What it answers stands above its words, below its author.
        // One webhook may speak under many names.
        let is_alone = message.reply_to.is_some() || message.author.webhook;
        let continues = !is_alone && follows(&above, message.author.id, at);
        above = Some(Above { author: message.author.id, at });
        let folded = folds(blocks, message.author.id);
        rows.push(Row::Message {
            message: Rc::clone(message),
            looks_since: *looks_since,
            is_reacted: reacting.is_shown(message),
            continues,
            change: change.cloned(),
            folded,
        });
    }
    // What is being sent belongs to the end of the channel, which may be far below.
    let sends = outgoing.iter().filter(|entry| entry.errand == Errand::Send);
    for entry in sends.filter(|_| !timeline.has_after()) {
        let at = entry.written_at;
        start_day(&mut rows, &mut today, &mut above, day_of(at), at);
        let continues = entry.answers.is_none() && follows(&above, me, at);
        above = Some(Above { author: me, at });
        rows.push(Row::Outgoing { entry: entry.clone(), continues });
    }
    rows
}

fn start_day(rows: &mut Vec<Row>, today: &mut Option<Day>, above: &mut Option<Above>, day: Day, at: i64) {
    // A clock that runs behind must not send the conversation back to yesterday.
    if today.is_none_or(|today| day > today) {
        *today = Some(day);
        *above = None;
        rows.push(Row::Day { day, at });
    }
}

fn follows(above: &Option<Above>, author: UserId, at: i64) -> bool {
    above.as_ref().is_some_and(|above| above.author == author && at - above.at < GROUP_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, GENERAL, message, quote_of, user};
    use crate::state::{Answering, Outbox};
    use hubbub_shared::model::{BlockKind, ChannelChanges, MessagePage, Reaction};
    use hubbub_shared::protocol::ChannelEvent;
    use hubbub_shared::{ErrorCode, Problem};

    const DAY_MS: i64 = 86_400_000;

    fn timeline(messages: Vec<Message>) -> Timeline {
        let mut timeline = Timeline::default();
        let rev = messages.len() as u64;
        timeline.catch_up(
            ChannelChanges::StartOver(MessagePage { messages, rev, has_before: false, has_after: false }),
            true,
        );
        timeline
    }

    fn shape(timeline: &Timeline, outgoing: &[Outgoing], divider: Option<u64>) -> String {
        let rows = rows(timeline, outgoing, &Reacting::default(), ADA, &[], divider, |at| at / DAY_MS);
        let words = rows.iter().map(|row| match row {
            Row::Day { .. } => "day".to_owned(),
            Row::New => "new".to_owned(),
            Row::Message { message, continues, .. } => {
                format!("{}{}", message.seq, if *continues { "+" } else { "" })
            }
            Row::Outgoing { entry, continues } => {
                format!("{}{}", entry.content, if *continues { "+" } else { "" })
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn messages_are_grouped_by_author_and_time() {
        let mut messages: Vec<Message> = (1..=4).map(|seq| message(seq, "hi")).collect();
        messages[2].author = user(ADA);
        messages[3].author = user(ADA);
        messages[3].created_at.0 += GROUP_MS;
        assert_eq!(shape(&timeline(messages), &[], None), "day 1 2+ 3 4");
    }

    #[test]
    fn a_new_day_and_the_new_line_break_groups() {
        let mut messages: Vec<Message> = (1..=3).map(|seq| message(seq, "hi")).collect();
        messages[2].created_at.0 += DAY_MS;
        assert_eq!(shape(&timeline(messages), &[], Some(1)), "day 1 new 2 day 3");
    }

    #[test]
    fn an_answer_begins_anew_so_that_what_it_answers_shows() {
        let mut messages: Vec<Message> = (1..=3).map(|seq| message(seq, "hi")).collect();
        messages[1].reply_to = Some(Box::new(quote_of(&messages[0])));
        let entry = Outgoing::new(GENERAL, "pending".into(), "n".into(), messages[2].created_at.0 + 1);
        let answers = Some(Answering { quote: quote_of(&messages[0]), ping: true });
        let outgoing = [entry.clone(), Outgoing { answers, ..entry }];
        assert_eq!(shape(&timeline(messages), &outgoing, None), "day 1 2 3+ pending pending");
    }

    #[test]
    fn what_people_react_with_changes_a_row_only_when_it_begins_to_show() {
        let mut timeline = timeline(vec![message(1, "hi")]);
        let key = |timeline: &Timeline, reacting: &Reacting| {
            rows(timeline, &[], reacting, ADA, &[], None, |at| at / DAY_MS)[1].key()
        };
        let mut reacting = Reacting::default();
        let before = key(&timeline, &reacting);
        let number = reacting.begin(message(1, "").id, "👍".into(), true);
        let shown = key(&timeline, &reacting);
        assert_ne!(shown, before);
        reacting.refused(number);
        assert_eq!(key(&timeline, &reacting), before);
        for count in 1..=2 {
            let (reactions, by) = (vec![Reaction { emoji: "👍".into(), count, me: false }], Vec::new());
            let change = ChannelEvent::MessageReacted { message: message(1, "").id, seq: 1, reactions, by };
            timeline.apply(1 + count, change);
            assert_eq!(key(&timeline, &reacting), shown);
        }
    }

    #[test]
    fn deleted_messages_are_not_shown() {
        let mut messages: Vec<Message> = (1..=3).map(|seq| message(seq, "hi")).collect();
        messages[1].deleted = true;
        assert_eq!(shape(&timeline(messages), &[], None), "day 1 3+");
    }

    #[test]
    fn what_is_on_its_way_stands_at_the_end() {
        let mut mine = message(1, "hi");
        mine.author = user(ADA);
        let entry = Outgoing::new(GENERAL, "pending".into(), "n".into(), mine.created_at.0 + 1);
        assert_eq!(shape(&timeline(vec![mine]), &[entry], None), "day 1 pending+");
    }

    #[test]
    fn a_key_changes_with_what_its_row_shows_and_only_then() {
        let messages: Vec<Message> = (1..=2).map(|seq| message(seq, "hi")).collect();
        let mut outbox = Outbox::default();
        let mut timeline = timeline(messages.clone());
        let keys = |timeline: &Timeline, outbox: &Outbox| -> Vec<RowKey> {
            rows(timeline, outbox.entries(), &Reacting::default(), ADA, &[], None, |at| at / DAY_MS)
                .iter()
                .map(Row::key)
                .collect()
        };
        let before = keys(&timeline, &outbox);
        timeline.put(message(3, "more"));
        assert_eq!(keys(&timeline, &outbox)[..3], before, "those above stay");
        let mut edited = message(1, "better");
        edited.rev = 4;
        timeline.put(edited);
        let after = keys(&timeline, &outbox);
        assert!(after[1] != before[1] && after[2] == before[2]);
        outbox.edit(&messages[1], "other".into(), None, "e".into(), 0);
        outbox.add(GENERAL, "new".into(), "n".into(), 0);
        let pending = keys(&timeline, &outbox);
        assert!(pending[2] != after[2] && pending[1] == after[1]);
        outbox.take_due(0);
        assert_eq!(keys(&timeline, &outbox)[2], pending[2], "that it left changes nothing on an edit");
        outbox.refused("e", &Problem::new(ErrorCode::Forbidden, "No."), 0);
        let refused = keys(&timeline, &outbox);
        assert!(refused[2] != pending[2]);
        let unique: std::collections::BTreeSet<String> =
            refused.iter().map(|key| format!("{key:?}")).collect();
        assert_eq!(unique.len(), refused.len());
    }

    #[test]
    fn whoever_is_blocked_is_folded_and_whoever_is_ignored_is_shown() {
        let timeline = timeline(vec![message(1, "hi")]);
        let folded = |kind| {
            let blocks = [Block { user: message(1, "hi").author.id, kind }];
            let rows = rows(&timeline, &[], &Reacting::default(), ADA, &blocks, None, |at| at / DAY_MS);
            rows.iter().any(|row| matches!(row, Row::Message { folded: true, .. }))
        };
        assert!(folded(BlockKind::Blocked) && !folded(BlockKind::Ignored));
    }

    #[test]
    fn a_change_is_shown_before_the_server_has_made_it_and_a_refused_one_stands_with_its_message() {
        let messages: Vec<Message> = (1..=2).map(|seq| message(seq, "hi")).collect();
        let mut outbox = Outbox::default();
        outbox.delete(&messages[0], "d".into(), 0);
        outbox.edit(&messages[1], "better".into(), None, "e".into(), 0);
        let timeline = timeline(messages);
        assert_eq!(shape(&timeline, outbox.entries(), None), "day 2", "the deleted one is gone already");
        let changes = |outbox: &Outbox| -> Vec<Option<String>> {
            let rows =
                rows(&timeline, outbox.entries(), &Reacting::default(), ADA, &[], None, |at| at / DAY_MS);
            let messages = rows.into_iter().filter_map(|row| match row {
                Row::Message { change, .. } => Some(change.map(|change| change.content)),
                _ => None,
            });
            messages.collect()
        };
        assert_eq!(changes(&outbox), [Some("better".to_owned())]);
        outbox.refused("d", &Problem::new(ErrorCode::Forbidden, "No."), 0);
        assert_eq!(
            changes(&outbox),
            [Some(String::new()), Some("better".to_owned())],
            "it is there after all"
        );
    }
}
