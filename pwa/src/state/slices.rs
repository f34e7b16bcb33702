//! A page of history in pieces that are drawn one after the other.

use super::Wanted;
use hubbub_shared::model::MessagePage;

/// Messages in a slice: on a slow phone a row takes some milliseconds.
const MESSAGES: usize = 8;

/// What was asked for, in slices that fit where the one before ended. Only what comes above is cut, from below: the rest is
/// where the person looks, and has to be there at once.
pub fn slices(wanted: Wanted, page: MessagePage) -> Vec<(Wanted, MessagePage)> {
    if !matches!(wanted, Wanted::Before(_)) || page.messages.len() <= MESSAGES {
        return vec![(wanted, page)];
    }
    let MessagePage { mut messages, rev, has_before, has_after } = page;
    let mut slices = Vec::new();
    let mut wanted = wanted;
    while !messages.is_empty() {
        let slice = messages.split_off(messages.len().saturating_sub(MESSAGES));
        let next = slice.first().map(|first| Wanted::Before(first.id));
        let has_before = has_before || !messages.is_empty();
        slices.push((wanted, MessagePage { messages: slice, rev, has_before, has_after }));
        wanted = next.unwrap_or(wanted);
    }
    slices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Timeline;
    use crate::state::fixtures::page;
    use hubbub_shared::model::ChannelChanges;

    fn shown(timeline: &Timeline) -> Vec<u64> {
        timeline.messages().map(|message| message.seq).collect()
    }

    #[test]
    fn slices_one_after_the_other_are_the_page() {
        for (first, has_before) in [(1, false), (13, true), (61, true)] {
            let mut timeline = Timeline::default();
            timeline.catch_up(ChannelChanges::StartOver(page(63..=70, true)), true);
            let wanted = timeline.want_older().unwrap();
            let slices = slices(wanted, page(first..=62, has_before));
            assert!(slices.iter().all(|(_, slice)| slice.messages.len() <= MESSAGES));
            for (wanted, slice) in slices {
                assert_eq!(timeline.want_older(), Some(wanted));
                assert!(timeline.has_before() && timeline.page(wanted, slice));
            }
            assert_eq!(shown(&timeline), (first..=70).collect::<Vec<_>>());
            assert_eq!(timeline.has_before(), has_before);
        }
    }

    #[test]
    fn an_empty_page_is_an_answer_too() {
        let mut timeline = Timeline::default();
        timeline.catch_up(ChannelChanges::StartOver(page(63..=70, true)), true);
        let wanted = timeline.want_older().unwrap();
        let nothing = MessagePage { messages: Vec::new(), ..page(1..=1, false) };
        let [(wanted, slice)] = &*slices(wanted, nothing) else { panic!("one slice") };
        assert!(timeline.page(*wanted, slice.clone()) && !timeline.has_before());
    }
}
