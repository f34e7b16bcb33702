//! Keeping a message in view.

use super::{Entry, Plan, Step};
use crate::domain::capacity::fits;
use crate::domain::messages::store::MessageDoc;
use hubbub_shared::MessageId;

impl Plan {
    pub(super) fn pin(&mut self, id: MessageId, pinned: bool) -> Step {
        let before = self.standing(id)?;
        if before.pinned_at.is_some() == pinned {
            return Ok(Entry::Already(before));
        }
        if pinned {
            fits(self.basis.pins + 1, self.basis.most.pins, |most| {
                format!("{most} messages are pinned here, which is the most. Unpin one first.")
            })?;
            self.basis.pins += 1;
        } else {
            self.basis.pins = self.basis.pins.saturating_sub(1);
        }
        let after = MessageDoc {
            rev: self.next_rev(),
            worded: Some(before.words_rev()),
            pinned_at: pinned.then_some(self.basis.now),
            ..before.clone()
        };
        Ok(self.change(before, after))
    }
}
