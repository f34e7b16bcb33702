//! What is shown of the inbox: pages that were loaded one after another, and what came since.

use super::Reading;
use hubbub_shared::model::{InboxEntry, InboxPage};

/// The newest page was asked for again. It goes before what is known, if both meet; else what is known is dropped.
pub fn renewed(known: InboxPage, newest: InboxPage) -> InboxPage {
    let Some(oldest) = newest.entries.last().map(|entry| entry.message.id) else { return newest };
    let meets = known.entries.first().is_some_and(|entry| entry.message.id >= oldest);
    if newest.next.is_none() || !meets {
        return newest;
    }
    let older: Vec<InboxEntry> =
        known.entries.into_iter().filter(|entry| entry.message.id < oldest).collect();
    // Nothing older was loaded: the list goes on where the newest page does.
    let next = if older.is_empty() { newest.next } else { known.next };
    InboxPage { entries: newest.entries.into_iter().chain(older).collect(), next }
}

/// Whether it is to be read yet, as this device knows: perhaps later than the server when it told the page.
pub fn is_unread(entry: &InboxEntry, reading: &Reading) -> bool {
    let read = reading.of(entry.channel).map_or(0, |state| state.read_seq);
    entry.unread && entry.message.seq > read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{GENERAL, HUB, message, state};
    use hubbub_shared::MessageId;
    use hubbub_shared::model::InboxReason;

    fn entry(seq: u64) -> InboxEntry {
        let reason = InboxReason::Mention;
        InboxEntry { hub: HUB, channel: GENERAL, reason, unread: true, message: message(seq, "Ada?") }
    }

    fn page(seqs: &[u64], next: Option<u64>) -> InboxPage {
        let entries = seqs.iter().map(|seq| entry(*seq)).collect();
        InboxPage { entries, next: next.map(|seq| MessageId(1000 + seq)) }
    }

    #[test]
    fn what_came_goes_before_what_is_known() {
        let known = page(&[6, 5, 4, 3], Some(3));
        assert_eq!(renewed(known.clone(), page(&[8, 7, 6, 5], Some(5))), page(&[8, 7, 6, 5, 4, 3], Some(3)));
        assert_eq!(renewed(known.clone(), page(&[6, 5, 4, 3], Some(3))), known);
        assert_eq!(renewed(page(&[6], None), page(&[7, 6], None)), page(&[7, 6], None));
    }

    #[test]
    fn nothing_is_left_out_between_what_came_and_what_is_known() {
        let known = page(&[3, 2, 1], None);
        assert_eq!(renewed(known.clone(), page(&[9, 8, 7], Some(7))), page(&[9, 8, 7], Some(7)));
        assert_eq!(renewed(known, page(&[], None)), page(&[], None));
    }

    #[test]
    fn what_is_read_meanwhile_is_no_longer_new() {
        let mut reading = Reading::default();
        assert!(is_unread(&entry(3), &reading));
        reading.learn(vec![state(GENERAL, 6, 3)]);
        assert!(!is_unread(&entry(3), &reading) && is_unread(&entry(4), &reading));
        assert!(!is_unread(&InboxEntry { unread: false, ..entry(4) }, &reading));
    }
}
