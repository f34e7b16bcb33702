//! What people do to one message at once with reactions, as it is told: as one change.

use super::store::MessageDoc;
use crate::domain::emoji::Emoji;
use hubbub_shared::model::Reacted;
use hubbub_shared::{MessageId, UserId};

/// Which reaction: to what, whose, and with what.
pub type ReactionKey = (MessageId, UserId, Emoji);

/// What somebody does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doing {
    /// Whose reaction it is.
    pub user: UserId,
    /// With what they react.
    pub emoji: Emoji,
    /// Whether it begins by that, or ends.
    pub is_new: bool,
    /// Whether somebody else takes it away.
    pub is_of_another: bool,
}

/// One reaction that begins or ends, in a batch.
pub(super) struct Reacting {
    /// The change that it is told with.
    pub rev: u64,
    /// It is the first of them, and tells of all.
    pub is_first: bool,
    /// What is done.
    pub doing: Doing,
}

/// What is told together.
pub(super) struct Together {
    /// The message as all of them leave it.
    pub after: MessageDoc,
    /// Who did what.
    pub by: Vec<Reacted>,
}

impl Together {
    /// The first of them.
    pub fn new(after: MessageDoc, doing: Doing) -> Self {
        let mut together = Self { after, by: Vec::new() };
        together.note(doing);
        together
    }

    /// One more of them, which leaves the message so.
    pub fn and(&mut self, after: MessageDoc, doing: Doing) {
        self.after = after;
        self.note(doing);
    }

    fn note(&mut self, Doing { user, emoji, is_new, .. }: Doing) {
        let at = self.by.iter().position(|one| one.emoji == emoji.as_str()).unwrap_or_else(|| {
            self.by.push(Reacted {
                emoji: emoji.as_str().to_owned(),
                added: Vec::new(),
                removed: Vec::new(),
            });
            self.by.len() - 1
        });
        let Reacted { added, removed, .. } = &mut self.by[at];
        let (here, there) = if is_new { (added, removed) } else { (removed, added) };
        // Of who did both, the last counts.
        there.retain(|other| *other != user);
        here.push(user);
    }
}
