//! Keeping a message in view.

use super::{Entry, Plan};
use crate::domain::capacity::fits;
use crate::domain::messages::store::MessageDoc;
use hubbub_shared::MessageId;

impl Plan {
    pub(super) fn pin(&mut self, id: MessageId, pinned: bool) -> Entry {
        let before = match self.standing(id) {
            Ok(before) => before,
            Err(error) => return Entry::Refused(error),
        };
        if before.pinned_at.is_some() == pinned {
            return Entry::Already(before);
        }
        let would_be = if pinned { self.basis.pins + 1 } else { self.basis.pins.saturating_sub(1) };
        let room = fits(would_be, self.basis.most.pins, |most| {
            format!("{most} messages are pinned here, which is the most. Unpin one first.")
        });
        if let Err(error) = room.or_else(|error| if pinned { Err(error) } else { Ok(()) }) {
            return Entry::Refused(error);
        }
        self.basis.pins = would_be;
        let after = MessageDoc {
            rev: self.next_rev(),
            worded: Some(before.words_rev()),
            pinned_at: pinned.then_some(self.basis.now),
            ..before.clone()
        };
        self.change(before, after)
    }
}
