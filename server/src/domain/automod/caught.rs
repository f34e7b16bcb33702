//! What a rule found that does not go by the book: everybody reads it, or nobody yet, and somebody is to look at it.

use crate::domain::access::HubAccess;
use hubbub_shared::protocol::UserEvent;
use hubbub_shared::{ChannelId, HubId, MessageId, Permissions, UserId};

/// A rule points at a message, or keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caught {
    /// The hub whose rule it is.
    pub hub: HubId,
    /// Where it was said, or would have been.
    pub channel: ChannelId,
    /// Who wrote it.
    pub author: UserId,
    /// The message that everybody can read. `None`: it is kept.
    pub message: Option<MessageId>,
}

impl Caught {
    /// Whether somebody is told of it: who manages messages there, and did not write it.
    pub fn is_for(&self, access: &HubAccess) -> bool {
        self.author != access.caller().user
            && access.channel(self.channel, Permissions::MANAGE_MESSAGES).is_ok()
    }

    /// What they are told.
    pub const fn event(&self) -> UserEvent {
        UserEvent::AutomodCaught { hub: self.hub, channel: self.channel, message: self.message }
    }
}
