//! What of the person's world has to be written down since it was written down last, so that the app opens with it
//! the next time, offline too. Knows nothing of databases.
//!
//! It is written a moment after it was shown, so a write must be small: what is long (the newest messages of a channel,
//! where all channels stand) is written as a whole now and then, and as the news since then in between.

use crate::sorted::Map;
use crate::state::{Hubs, Model, Reading, Timeline};
use hubbub_shared::model::{ChannelChanges, ChannelState, HubView, Me, Message, MessagePage};
use hubbub_shared::protocol::Ready;
use hubbub_shared::{ChannelId, SessionId};
use std::rc::Rc;

/// So many of the newest messages of a channel are kept.
pub const KEPT_MESSAGES: usize = 200;
/// With more news than this everything is written as a whole.
const MOST_NEWS: usize = 40;

/// Something to be written down.
#[derive(Debug, Clone, PartialEq)]
pub enum Keep {
    /// The person and their hubs, in the form they come in.
    Hubs(Box<Ready>),
    /// Where every channel stands; no news are left.
    Reading(Vec<ChannelState>),
    /// Where those channels stand that have moved since.
    ReadingNews(Vec<ChannelState>),
    /// The newest messages of a channel; no news are left.
    Page(ChannelId, Box<MessagePage>),
    /// What changed in a channel since its page was written.
    News(ChannelId, Box<ChannelChanges>),
    /// Channels that may not be shown any more.
    Drop(Vec<ChannelId>),
    /// Which channels are kept, the one visited last at the end.
    Visits(Vec<ChannelId>),
}

/// The newest messages of a channel as they were written down.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptPage {
    /// As a whole.
    pub page: MessagePage,
    /// What changed since.
    pub news: Option<ChannelChanges>,
}

/// What a channel looked like when it was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// The rev up to which the page has everything; what is newer is news.
    page: u64,
    rev: u64,
    oldest: u64,
    newest: u64,
}

impl Mark {
    fn of(timeline: &Timeline, page: u64, rev: u64) -> Self {
        let kept = timeline.newest().rev().take(KEPT_MESSAGES);
        let oldest = kept.last().map_or(0, |message| message.seq);
        Self { page, rev, oldest, newest: timeline.last_seq() }
    }
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keeping {
    me: Option<Me>,
    hubs: Vec<Rc<HubView>>,
    /// As a whole, and with the news.
    reading: Option<(Reading, Reading)>,
    marks: Map<ChannelId, Mark>,
    visits: Vec<ChannelId>,
    kept_visits: Vec<ChannelId>,
}

impl Keeping {
    /// The channels that an earlier run of the app wrote down.
    pub fn restore(&mut self, visits: Vec<ChannelId>) {
        self.visits = visits.clone();
        self.kept_visits = visits;
    }

    /// Whether messages of a channel are written down.
    pub fn has(&self, channel: ChannelId) -> bool {
        self.visits.contains(&channel)
    }

    /// How many channels are written down.
    pub fn count(&self) -> usize {
        self.visits.len()
    }

    /// The channels that were visited, the last one first.
    pub fn recent(&self) -> impl Iterator<Item = ChannelId> + '_ {
        self.visits.iter().rev().copied()
    }

    /// A channel whose messages are here is the last one to be dropped for want of room.
    fn visited(&mut self, channel: ChannelId) {
        if self.visits.last() != Some(&channel) {
            self.visits.retain(|visited| *visited != channel);
            self.visits.push(channel);
        }
    }

    /// What was written down is gone, or was not written after all: everything anew.
    pub fn start_over(&mut self) {
        let visits = std::mem::take(&mut self.visits);
        *self = Self { visits, ..Self::default() };
    }

    /// There is no more room: a quarter of the channels goes, those first that nobody has visited for longest.
    pub fn make_room(&mut self, open: Option<ChannelId>) -> Vec<ChannelId> {
        let goes = self.visits.len().div_ceil(4);
        let dropped: Vec<ChannelId> =
            self.visits.iter().copied().filter(|channel| Some(*channel) != open).take(goes).collect();
        self.forget(&dropped);
        dropped
    }

    fn forget(&mut self, channels: &[ChannelId]) {
        self.visits.retain(|visited| !channels.contains(visited));
        self.marks.retain(|channel, _| !channels.contains(channel));
    }
}

impl Model {
    /// What has changed since the last call, to be written down now.
    pub fn take_changes_to_keep(&mut self) -> Vec<Keep> {
        let mut keeping = std::mem::take(&mut self.keeping);
        let mut changes = Vec::new();
        if let Some(me) = Option::clone(&self.me) {
            changes.extend(keeping.places(&me, self.session, &self.hubs));
            changes.extend(keeping.reading(&self.reading));
            changes.extend(keeping.lost(self));
            changes
                .extend(self.timelines().filter_map(|(channel, timeline)| keeping.page(channel, timeline)));
            if let Some(open) = self.open_channel().filter(|channel| keeping.marks.contains_key(channel)) {
                keeping.visited(open);
            }
            changes.extend(keeping.visits());
        }
        self.keeping = keeping;
        changes
    }
}

impl Keeping {
    fn places(&mut self, me: &Me, session: Option<SessionId>, hubs: &Hubs) -> Option<Keep> {
        let same = self.hubs.len() == hubs.all().len()
            && self.hubs.iter().zip(hubs.all()).all(|(kept, hub)| Rc::ptr_eq(kept, hub));
        if same && self.me.as_ref() == Some(me) {
            return None;
        }
        self.me = Some(me.clone());
        self.hubs = hubs.all().to_vec();
        let views = self.hubs.iter().map(|hub| HubView::clone(hub)).collect();
        let session = session.unwrap_or(SessionId(0));
        Some(Keep::Hubs(Box::new(Ready { me: me.clone(), session, hubs: views, channels: Vec::new() })))
    }

    fn reading(&mut self, reading: &Reading) -> Option<Keep> {
        if let Some((whole, latest)) = &mut self.reading {
            if latest == reading {
                return None;
            }
            if let Some(news) = reading.news_since(whole).filter(|news| news.len() <= MOST_NEWS) {
                latest.clone_from(reading);
                return Some(Keep::ReadingNews(news));
            }
        }
        self.reading = Some((reading.clone(), reading.clone()));
        Some(Keep::Reading(reading.all().cloned().collect()))
    }

    /// Only what the server says counts: offline, nothing was taken from anybody.
    fn lost(&mut self, model: &Model) -> Option<Keep> {
        let lost: Vec<ChannelId> = self
            .visits
            .iter()
            .copied()
            .filter(|channel| model.is_live() && model.hubs.channel(*channel).is_none())
            .collect();
        self.forget(&lost);
        (!lost.is_empty()).then_some(Keep::Drop(lost))
    }

    fn page(&mut self, channel: ChannelId, timeline: &Timeline) -> Option<Keep> {
        let (rev, understood) = (timeline.rev()?, timeline.understood()?);
        if let Some(mark) = self.marks.get_mut(&channel) {
            let now = Mark::of(timeline, mark.page, rev);
            // Who reads far above has fewer of the newest here than the device.
            if (mark.rev, mark.newest) == (now.rev, now.newest) && mark.oldest <= now.oldest {
                return None;
            }
            let is_same = mark.oldest == now.oldest && mark.rev <= rev && understood == rev;
            if let Some(news) = is_same.then(|| news(timeline, mark.page)).flatten() {
                *mark = now;
                return Some(Keep::News(channel, Box::new(ChannelChanges::Since { messages: news, rev })));
            }
        }
        self.marks.insert(channel, Mark::of(timeline, rev, rev));
        if !self.has(channel) {
            self.visits.push(channel);
        }
        Some(Keep::Page(channel, Box::new(newest_page(timeline, understood))))
    }

    /// What was read of a channel is written down as it is; its page has everything up to this rev.
    pub fn recalled(&mut self, channel: ChannelId, timeline: &Timeline, page: u64) {
        if let Some(rev) = timeline.rev() {
            self.marks.insert(channel, Mark::of(timeline, page, rev));
        }
    }

    fn visits(&mut self) -> Option<Keep> {
        if self.kept_visits == self.visits {
            return None;
        }
        self.kept_visits = self.visits.clone();
        Some(Keep::Visits(self.visits.clone()))
    }
}

/// What is newer than a page, unless that is most of it.
fn news(timeline: &Timeline, page: u64) -> Option<Vec<Message>> {
    let news = timeline.newest().filter(|message| message.rev > page).take(MOST_NEWS + 1);
    let news: Vec<Message> = news.map(|message| (**message).clone()).collect();
    (news.len() <= MOST_NEWS).then_some(news)
}

/// Says whether something is missing before it: offline, that must not look like the start of the channel.
fn newest_page(timeline: &Timeline, rev: u64) -> MessagePage {
    let all = timeline.newest().count();
    let messages = timeline.newest().skip(all.saturating_sub(KEPT_MESSAGES));
    MessagePage {
        messages: messages.map(|message| (**message).clone()).collect(),
        rev,
        has_before: timeline.newest_has_before() || all > KEPT_MESSAGES,
        has_after: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Todo;
    use crate::state::fixtures::{GENERAL, HUB, RANDOM, message, page, ready};
    use hubbub_shared::model::ChannelChanges;
    use hubbub_shared::protocol::{ChannelEvent, Event, UserEvent};

    fn in_general(messages: u64) -> Model {
        let mut model = Model::default();
        model.ready(ready());
        model.open(GENERAL);
        model.caught_up(GENERAL, ChannelChanges::StartOver(page(1..=messages, false)), true);
        model
    }

    fn alone(page: MessagePage) -> KeptPage {
        KeptPage { page, news: None }
    }

    fn kept_page(changes: &[Keep]) -> Option<&MessagePage> {
        changes.iter().find_map(|keep| if let Keep::Page(_, page) = keep { Some(&**page) } else { None })
    }

    #[test]
    fn everything_is_written_once_and_then_only_what_changed() {
        let mut model = in_general(4);
        let all = model.take_changes_to_keep();
        assert_eq!(all.len(), 4, "hubs, reading, one channel, which it is: {all:?}");
        assert_eq!(model.take_changes_to_keep(), []);
        let change = ChannelEvent::MessageCreated(message(5, "hi"));
        model.event(Event::Channel { channel: GENERAL, rev: 5, change });
        let changes = model.take_changes_to_keep();
        let [Keep::ReadingNews(reading), Keep::News(GENERAL, news)] = &*changes else {
            panic!("{changes:?}")
        };
        assert_eq!(reading.iter().map(|state| state.channel).collect::<Vec<_>>(), [GENERAL]);
        assert_eq!(seqs(news), [5]);
    }

    fn seqs(news: &ChannelChanges) -> Vec<u64> {
        let ChannelChanges::Since { messages, .. } = news else { panic!("{news:?}") };
        messages.iter().map(|message| message.seq).collect()
    }

    fn says(model: &mut Model, seq: u64) -> Vec<Keep> {
        let change = ChannelEvent::MessageCreated(message(seq, "hi"));
        model.event(Event::Channel { channel: GENERAL, rev: seq, change });
        model.take_changes_to_keep()
    }

    /// What the device has after these changes.
    fn on_the_device(changes: Vec<Keep>) -> Option<KeptPage> {
        let mut kept: Option<KeptPage> = None;
        for keep in changes {
            match keep {
                Keep::Page(_, page) => kept = Some(KeptPage { page: *page, news: None }),
                Keep::News(_, news) => kept.as_mut().unwrap().news = Some(*news),
                _ => {}
            }
        }
        kept
    }

    #[test]
    fn what_changes_is_written_as_news_until_there_is_too_much_of_it() {
        let mut model = in_general(4);
        let mut changes = model.take_changes_to_keep();
        for seq in 5..=4 + MOST_NEWS as u64 {
            let more = says(&mut model, seq);
            assert!(more.iter().any(|keep| matches!(keep, Keep::News(..))), "{seq}: {more:?}");
            changes.extend(more);
        }
        let as_a_whole = says(&mut model, 5 + MOST_NEWS as u64);
        assert!(kept_page(&as_a_whole).is_some_and(|page| page.messages.len() == 5 + MOST_NEWS));
        assert!(says(&mut model, 6 + MOST_NEWS as u64).iter().any(|keep| matches!(keep, Keep::News(..))));

        let mut next = Model::default();
        next.remember(ready());
        next.remember_page(GENERAL, on_the_device(changes).unwrap());
        assert_eq!(next.timeline(GENERAL).map(Timeline::last_seq), Some(4 + MOST_NEWS as u64));
        assert_eq!(next.timeline(GENERAL).and_then(Timeline::rev), Some(4 + MOST_NEWS as u64));
        let again = next.take_changes_to_keep();
        assert!(
            !again.iter().any(|keep| matches!(keep, Keep::Page(..) | Keep::News(..))),
            "it is there: {again:?}"
        );
    }

    #[test]
    fn reading_far_above_writes_nothing_until_something_is_said() {
        let mut model = in_general(250);
        model.take_changes_to_keep();
        model.timeline_mut(GENERAL).keep_near(10, 100);
        assert_eq!(model.take_changes_to_keep(), [], "the device has more than what is here now");
        let changes = says(&mut model, 251);
        assert!(
            kept_page(&changes).is_some(),
            "what was forgotten here may have been edited meanwhile: {changes:?}"
        );
    }

    #[test]
    fn an_edit_and_a_deletion_of_what_is_in_the_page_are_news() {
        let mut model = in_general(4);
        let mut changes = model.take_changes_to_keep();
        let mut edited = message(2, "better");
        edited.rev = 5;
        model.event(Event::Channel { channel: GENERAL, rev: 5, change: ChannelEvent::MessageEdited(edited) });
        let gone = ChannelEvent::MessageDeleted { message: message(3, "").id, seq: 3 };
        model.event(Event::Channel { channel: GENERAL, rev: 6, change: gone });
        changes.extend(model.take_changes_to_keep());
        let mut next = Model::default();
        next.remember_page(GENERAL, on_the_device(changes).unwrap());
        let told: Vec<(String, bool)> =
            next.timeline(GENERAL).unwrap().messages().map(|it| (it.content.clone(), it.deleted)).collect();
        assert_eq!(told[1], ("better".into(), false));
        assert_eq!(told[2], (String::new(), true));
    }

    #[test]
    fn news_that_an_older_app_left_behind_change_nothing() {
        let mut model = Model::default();
        let news = ChannelChanges::Since { messages: vec![message(3, "old words")], rev: 3 };
        model.remember_page(GENERAL, KeptPage { page: page(1..=9, false), news: Some(news) });
        let timeline = model.timeline(GENERAL).unwrap();
        assert_eq!((timeline.rev(), timeline.at(3).map(|it| &*it.content)), (Some(9), Some("hi")));
    }

    #[test]
    fn of_a_long_channel_the_newest_are_kept_and_that_there_are_more() {
        let mut model = in_general(250);
        let changes = model.take_changes_to_keep();
        let page = kept_page(&changes).unwrap();
        assert_eq!((page.messages.len(), page.messages[0].seq, page.has_before), (200, 51, true));
        let mut short = in_general(3);
        assert!(!kept_page(&short.take_changes_to_keep()).unwrap().has_before, "this is the start");
    }

    #[test]
    fn the_next_start_shows_what_was_kept_and_catches_up_from_there() {
        let mut before = in_general(4);
        let changes = before.take_changes_to_keep();
        let mut model = Model::default();
        model.remember(ready());
        model.keeping.restore(vec![GENERAL]);
        assert_eq!(model.open(GENERAL), [Todo::Recall(GENERAL)]);
        assert_eq!(
            model.recalled(GENERAL, kept_page(&changes).cloned().map(alone)),
            [],
            "nothing to be done offline"
        );
        assert_eq!(model.timeline(GENERAL).map(Timeline::last_seq), Some(4));
        let todos = model.ready(ready());
        assert!(todos.contains(&Todo::Subscribe { channel: GENERAL, since_rev: Some(4) }), "{todos:?}");
        assert!(model.open(RANDOM).contains(&Todo::Subscribe { channel: RANDOM, since_rev: None }));
    }

    #[test]
    fn following_waits_for_what_is_kept() {
        let mut model = Model::default();
        model.ready(ready());
        model.keeping.restore(vec![GENERAL]);
        assert_eq!(model.open(GENERAL), [Todo::Recall(GENERAL)]);
        assert!(!model.ready(ready()).iter().any(|todo| matches!(todo, Todo::Subscribe { .. })));
        let todos = model.recalled(GENERAL, Some(alone(page(1..=4, true))));
        assert_eq!(todos[0], Todo::Subscribe { channel: GENERAL, since_rev: Some(4) });
        assert_eq!(model.recalled(GENERAL, None), [], "once");
    }

    #[test]
    fn a_channel_that_may_not_be_seen_any_more_is_dropped_when_the_server_says_so() {
        let mut model = in_general(4);
        model.take_changes_to_keep();
        model.connection_lost();
        assert_eq!(model.take_changes_to_keep(), []);
        model.ready(ready());
        model.event(Event::User(UserEvent::HubLeft { hub: HUB }));
        let changes = model.take_changes_to_keep();
        assert!(changes.contains(&Keep::Drop(vec![GENERAL])), "{changes:?}");
        assert!(changes.contains(&Keep::Visits(vec![])), "{changes:?}");
    }

    #[test]
    fn room_is_made_by_what_was_visited_longest_ago_but_not_by_what_is_open() {
        let channels: Vec<ChannelId> = (1..=8).map(ChannelId).collect();
        let mut keeping = Keeping::default();
        keeping.restore(channels.clone());
        keeping.visited(ChannelId(1));
        assert_eq!(keeping.make_room(Some(ChannelId(2))), [ChannelId(3), ChannelId(4)]);
        assert!(!keeping.has(ChannelId(3)) && keeping.has(ChannelId(2)));
    }

    #[test]
    fn what_was_wiped_is_written_again() {
        let mut model = in_general(4);
        let all = model.take_changes_to_keep();
        model.keeping.start_over();
        assert_eq!(model.take_changes_to_keep(), all);
    }

    #[test]
    fn of_nobody_nothing_is_kept() {
        let mut model = in_general(4);
        model.forget_person();
        assert_eq!(model.take_changes_to_keep(), []);
    }
}
