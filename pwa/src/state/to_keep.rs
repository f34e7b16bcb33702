//! What of the model has to be written down now.

use crate::state::{Keep, Model};

impl Model {
    /// What has changed since the last call, to be written down now.
    pub fn take_changes_to_keep(&mut self) -> Vec<Keep> {
        let mut keeping = std::mem::take(&mut self.keeping);
        let mut changes = Vec::new();
        if let Some(me) = Option::clone(&self.me) {
            changes.extend(keeping.places(&me, self.session, &self.hubs));
            changes.extend(keeping.reading(&self.reading));
            // Only what the server says counts: offline, nothing was taken from anybody.
            let is_lost = |channel| self.is_live() && !self.hubs.sees(channel);
            changes.extend(keeping.lost(is_lost));
            // Of encrypted conversations nothing: what is shown of them is not to lie about in clear.
            let in_hubs = self.timelines().filter(|(channel, _)| self.hubs.sees(*channel));
            changes.extend(in_hubs.filter_map(|(channel, timeline)| keeping.page(channel, timeline)));
            if let Some(open) = self.open_channel().filter(|channel| keeping.is_marked(*channel)) {
                keeping.visited(open);
            }
            changes.extend(keeping.visits());
        }
        self.keeping = keeping;
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{GENERAL, HUB, RANDOM, message, page, ready};
    use crate::state::keeping::MOST_NEWS;
    use crate::state::{Keeping, KeptPage, Timeline, Todo};
    use hubbub_shared::ChannelId;
    use hubbub_shared::model::{ChannelChanges, MessagePage};
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
