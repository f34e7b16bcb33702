//! Ids of conversations. They are hashes of who is in it, or who began it, so that nobody can give one conversation the
//! id of another.

use crate::bytes::Wire;
use crate::ids::{ConversationId, Hash, Identity};
use crate::signed::Label;

impl ConversationId {
    /// The conversation of two people. Nobody can be added to it, and whoever starts over with a new identity has another
    /// one.
    pub fn of_pair(one: Identity, other: Identity) -> Self {
        let mut bytes = Label::PAIR.before(&one.min(other));
        one.max(other).write(&mut bytes);
        Self(Hash::of(&bytes).half())
    }
}
