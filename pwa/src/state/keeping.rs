//! What of the person's world has to be written down since it was written down last, so that the app opens with it
//! the next time, offline too. Knows nothing of databases.
//!
//! It is written a moment after it was shown, so a write must be small: what is long (the newest messages of a channel,
//! where all channels stand) is written as a whole now and then, and as the news since then in between.

use crate::sorted::Map;
use crate::state::{Hubs, Reading, Timeline};
use hubbub_shared::model::{ChannelChanges, ChannelState, HubView, Me, Message, MessagePage};
use hubbub_shared::protocol::Ready;
use hubbub_shared::{ChannelId, SessionId};
use std::rc::Rc;

/// So many of the newest messages of a channel are kept.
pub const KEPT_MESSAGES: usize = 200;
/// With more news than this everything is written as a whole.
pub(super) const MOST_NEWS: usize = 40;

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
    /// The page as it was written as a whole.
    pub page: MessagePage,
    /// What has changed since that.
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
    pub(super) fn visited(&mut self, channel: ChannelId) {
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

impl Keeping {
    pub(super) fn places(&mut self, me: &Me, session: Option<SessionId>, hubs: &Hubs) -> Option<Keep> {
        let same = self.hubs.len() == hubs.all().len()
            && self.hubs.iter().zip(hubs.own()).all(|(kept, hub)| Rc::ptr_eq(kept, hub));
        if same && self.me.as_ref() == Some(me) {
            return None;
        }
        self.me = Some(me.clone());
        self.hubs = hubs.own().cloned().collect();
        let views = self.hubs.iter().map(|hub| HubView::clone(hub)).collect();
        let session = session.unwrap_or(SessionId(0));
        let (channels, drafts) = (Vec::new(), Vec::new());
        Some(Keep::Hubs(Box::new(Ready { me: me.clone(), session, hubs: views, channels, drafts })))
    }

    pub(super) fn reading(&mut self, reading: &Reading) -> Option<Keep> {
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

    /// Channels that may not be shown any more.
    pub(super) fn lost(&mut self, is_lost: impl Fn(ChannelId) -> bool) -> Option<Keep> {
        let lost: Vec<ChannelId> = self.visits.iter().copied().filter(|channel| is_lost(*channel)).collect();
        self.forget(&lost);
        (!lost.is_empty()).then_some(Keep::Drop(lost))
    }

    pub(super) fn page(&mut self, channel: ChannelId, timeline: &Timeline) -> Option<Keep> {
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

    /// Whether something of a channel was written down.
    pub(super) fn is_marked(&self, channel: ChannelId) -> bool {
        self.marks.contains_key(&channel)
    }

    /// What was read of a channel is written down as it is; its page has everything up to this rev.
    pub fn recalled(&mut self, channel: ChannelId, timeline: &Timeline, page: u64) {
        if let Some(rev) = timeline.rev() {
            self.marks.insert(channel, Mark::of(timeline, page, rev));
        }
    }

    pub(super) fn visits(&mut self) -> Option<Keep> {
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
