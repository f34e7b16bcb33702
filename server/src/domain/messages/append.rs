//! What somebody asks to be added to the log of a place, and the right by which it may be.

use super::body::Body;
use crate::domain::access::PlaceAccess;
use crate::domain::caller::Caller;
use crate::domain::purges::PurgeDoc;
use crate::error::Result;
use hubbub_shared::text::Nonce;
use hubbub_shared::{MessageId, Permissions, UserId};
use std::sync::Arc;

/// A change of a conversation, as it is asked for.
#[derive(Debug, Clone)]
pub enum Append {
    /// A new message.
    Send {
        /// What it says.
        body: Body,
        /// What the client calls it, so that a repeat is no second message.
        nonce: Option<Nonce>,
    },
    /// Other words for a message of one's own.
    Edit {
        /// The message that shall have them.
        message: MessageId,
        /// What it says. Who is named in an edit is not notified.
        body: Body,
        /// The rev the edit was made on. `None`: whatever it is.
        base_rev: Option<u64>,
    },
    /// No words any more.
    Delete {
        /// The message that shall lose them.
        message: MessageId,
    },
    /// The same, as one of several that somebody who moderates the place deletes together.
    DeleteTogether {
        /// The message that shall lose its words.
        message: MessageId,
    },
    /// The same, because its author was banned: by the order, not by what who gave it may do now.
    Purge {
        /// The message that shall lose its words.
        message: MessageId,
        /// What was ordered with the ban.
        order: Arc<PurgeDoc>,
    },
}

impl Append {
    /// What it takes in the place, beside what it takes to act on another's message.
    pub const fn needs(&self) -> Permissions {
        match self {
            // An edit cannot add what a send forbids.
            Self::Send { .. } | Self::Edit { .. } => Permissions::SEND,
            Self::Delete { .. } => Permissions::VIEW,
            Self::DeleteTogether { .. } => Permissions::MANAGE_MESSAGES,
            Self::Purge { .. } => Permissions::NONE,
        }
    }

    /// Who is named in the words.
    pub fn mentioned(&self) -> &[UserId] {
        match self {
            Self::Send { body, .. } | Self::Edit { body, .. } => body.mentioned(),
            Self::Delete { .. } | Self::DeleteTogether { .. } | Self::Purge { .. } => &[],
        }
    }

    /// The stored message that it is about.
    pub const fn message(&self) -> Option<MessageId> {
        match self {
            Self::Send { .. } => None,
            Self::Edit { message, .. }
            | Self::Delete { message }
            | Self::DeleteTogether { message }
            | Self::Purge { message, .. } => Some(*message),
        }
    }
}

/// Who asked for it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The one whose right counts.
    pub caller: Caller,
    /// What shall happen.
    pub append: Append,
    /// Names the request in logs and in facts.
    pub request: Arc<str>,
}

/// What a place says to something that was asked: proved when the batch is worked out, not when it was asked, so that
/// nobody writes with a right that was taken meanwhile.
#[derive(Debug)]
pub struct Right {
    /// The right they hold, or why they may not.
    pub access: Result<PlaceAccess>,
    /// Of those named, the ones who can read it there.
    pub mentions: Vec<UserId>,
    /// Of these, the ones who do not want to hear from who writes. No mention reaches them, and nobody can tell.
    pub deaf: Vec<UserId>,
}
