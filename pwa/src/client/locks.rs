//! Locking a channel or a hub, and taking that back.

use super::Client;
use crate::words::moderation as words;
use hubbub_shared::protocol::command::{LockChannel, LockHub, UnlockChannel, UnlockHub};
use hubbub_shared::{ChannelId, HubId, Problem};

/// What can be locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// A channel, whatever becomes of its hub.
    Channel(ChannelId),
    /// All channels of a hub.
    Hub(HubId),
}

impl Client {
    /// Locks or unlocks, and offers to take that back. What changed comes as an event.
    pub fn set_lock(self, what: Lock, locked: bool) {
        let is_hub = matches!(what, Lock::Hub(_));
        let done = move |answer: Result<(), Problem>| match answer {
            Ok(()) => {
                let text = words::lock_set(is_hub, locked).to_owned();
                self.offer_undo(text, move || self.set_lock(what, !locked));
            }
            Err(problem) => self.complain(&problem),
        };
        let reason = None;
        match (what, locked) {
            (Lock::Channel(channel), true) => self.tell(LockChannel { channel, reason }, done),
            (Lock::Channel(channel), false) => self.tell(UnlockChannel { channel, reason }, done),
            (Lock::Hub(hub), true) => self.tell(LockHub { hub, reason }, done),
            (Lock::Hub(hub), false) => self.tell(UnlockHub { hub, reason }, done),
        }
    }
}
