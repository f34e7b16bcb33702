//! What people do to one message at once with reactions, or with votes, as it is told: as one change.

use super::mark::Mark;
use super::reaction_counts::ReactionCountDoc;
use super::store::MessageDoc;
use crate::domain::emoji::Emoji;
use hubbub_shared::model::Reacted;
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::{MessageId, UserId};

/// Which reaction: to what, whose, and with what.
pub type ReactionKey = (MessageId, UserId, Mark);

/// What somebody does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Doing {
    /// They react, or a reaction of theirs ends.
    Reacts {
        /// Whose reaction it is.
        user: UserId,
        /// With what they react.
        emoji: Emoji,
        /// Whether it begins by that, or ends.
        is_new: bool,
        /// Whether somebody else takes it away.
        is_of_another: bool,
    },
    /// They vote, or take their vote back. Who it is and for what is told to nobody.
    Votes,
}

/// One reaction that begins or ends, or one vote, in a batch.
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
    /// Who did what. `None`: they voted.
    by: Option<Vec<Reacted>>,
}

impl Together {
    /// The first of them.
    pub fn new(after: MessageDoc, doing: Doing) -> Self {
        let by = match doing {
            Doing::Reacts { .. } => Some(Vec::new()),
            Doing::Votes => None,
        };
        let mut together = Self { after, by };
        together.note(doing);
        together
    }

    /// One more of them, which leaves the message so.
    pub fn and(&mut self, after: MessageDoc, doing: Doing) {
        self.after = after;
        self.note(doing);
    }

    /// Whether something is told with the others: reactions and votes are two events.
    pub const fn is_told_with(&self, doing: Doing) -> bool {
        self.by.is_some() == matches!(doing, Doing::Reacts { .. })
    }

    /// What is told of all of them.
    pub fn event(&self) -> ChannelEvent {
        let MessageDoc { id: message, seq, reactions, poll, .. } = &self.after;
        let (message, seq) = (*message, *seq);
        match (&self.by, poll) {
            (None, Some(poll)) => {
                ChannelEvent::PollVoted { message, seq, votes: poll.votes(), voters: poll.voters }
            }
            (by, _) => ChannelEvent::MessageReacted {
                message,
                seq,
                reactions: reactions.iter().map(ReactionCountDoc::view).collect(),
                by: by.clone().unwrap_or_default(),
            },
        }
    }

    fn note(&mut self, doing: Doing) {
        let (Doing::Reacts { user, emoji, is_new, .. }, Some(by)) = (doing, &mut self.by) else { return };
        let at = by.iter().position(|one| one.emoji == emoji.as_str()).unwrap_or_else(|| {
            by.push(Reacted { emoji: emoji.as_str().to_owned(), added: Vec::new(), removed: Vec::new() });
            by.len() - 1
        });
        let Reacted { added, removed, .. } = &mut by[at];
        let (here, there) = if is_new { (added, removed) } else { (removed, added) };
        // Of who did both, the last counts.
        there.retain(|other| *other != user);
        here.push(user);
    }
}
