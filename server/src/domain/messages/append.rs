//! What somebody asks to be added to the log of a place, and the right by which it may be.

use super::body::Body;
use super::cleared::{Cleared, Flag};
use super::mark::Mark;
use super::reach::Reach;
use super::together::ReactionKey;
use crate::domain::access::PlaceAccess;
use crate::domain::caller::Caller;
use crate::domain::dms::Letter;
use crate::domain::emoji::Emoji;
use crate::domain::held::HeldDoc;
use crate::domain::purges::PurgeDoc;
use crate::domain::replies::ReplyTo;
use crate::error::Result;
use hubbub_shared::model::SentAttachment;
use hubbub_shared::text::Nonce;
use hubbub_shared::{AttachmentId, MessageId, Permissions, UserId};
use std::sync::Arc;

/// A change of a conversation, as it is asked for.
#[derive(Debug, Clone)]
pub enum Append {
    /// A new message.
    Send {
        /// What it says, as far as the rules let it through.
        words: Cleared,
        /// What the client calls it, so that a repeat is no second message.
        nonce: Option<Nonce>,
        /// The message that it answers.
        reply: Option<ReplyTo>,
        /// Files that go with it.
        files: Vec<SentAttachment>,
    },
    /// A new message of a webhook, which answers nothing and waits for nobody.
    Post {
        /// What it says, as far as the rules let it through.
        words: Cleared,
        /// What names the post, so that a repeat is no second message.
        nonce: Option<Nonce>,
        /// What the webhook calls itself.
        name: String,
    },
    /// A new message that the server cannot read.
    SendSealed {
        /// What it says, and the keys that come with it.
        letter: Arc<Letter>,
    },
    /// Other words for a message of one's own.
    Edit {
        /// The message that shall have them.
        message: MessageId,
        /// What it says, as far as the rules let it through. Who is named in an edit is not notified.
        words: Cleared,
        /// The rev the edit was made on. `None`: whatever it is.
        base_rev: Option<u64>,
        /// Those of its files that stay, in this order. `None`: all of them.
        files: Option<Vec<AttachmentId>>,
    },
    /// A message of somebody else's, which a rule has kept and a moderator lets through.
    Release {
        /// What was kept.
        held: Arc<HeldDoc>,
        /// The same words, read.
        body: Body,
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
    /// A reaction of one's own.
    React {
        /// The message that is reacted to.
        message: MessageId,
        /// The emoji that it is made with.
        emoji: Emoji,
    },
    /// The end of a reaction.
    Unreact {
        /// The message that was reacted to.
        message: MessageId,
        /// The emoji that it is made with.
        emoji: Emoji,
        /// Whose reaction it is.
        user: UserId,
    },
    /// A vote of one's own, in the place of the one before.
    Vote {
        /// The message that asks.
        message: MessageId,
        /// The numbers of the answers, counted from 1. None: the vote is taken back.
        answers: Vec<u64>,
    },
    /// Nobody votes any more.
    EndPoll {
        /// The message that asks.
        message: MessageId,
    },
    /// A message is kept in view, or no longer.
    Pin {
        /// The message that it is about.
        message: MessageId,
        /// Whether it is pinned from now on.
        pinned: bool,
    },
}

impl Append {
    /// What sending takes, of something that answers a message, has files, or asks for votes.
    pub const fn to_send(answers: bool, has_files: bool, asks: bool) -> Permissions {
        // Whoever reads the answer sees what is answered.
        let history = if answers { Permissions::HISTORY } else { Permissions::NONE };
        let attach = if has_files { Permissions::ATTACH } else { Permissions::NONE };
        let poll = if asks { Permissions::POLL } else { Permissions::NONE };
        Permissions(Permissions::SEND.0 | attach.0 | history.0 | poll.0)
    }

    /// What it takes in the place, beside what it takes to act on what is another's.
    pub const fn needs(&self) -> Permissions {
        match self {
            Self::Send { words, reply, files, .. } => {
                Self::to_send(reply.is_some(), !files.is_empty(), words.body().poll().is_some())
            }
            // An edit cannot add what a send forbids; it adds no files.
            Self::SendSealed { .. } | Self::Edit { .. } | Self::Post { .. } => Permissions::SEND,
            Self::Release { .. } | Self::DeleteTogether { .. } | Self::Pin { .. } => {
                Permissions::MANAGE_MESSAGES
            }
            // What one did can always be taken back.
            Self::Vote { answers, .. } if answers.is_empty() => Permissions::VIEW,
            Self::Delete { .. } | Self::Unreact { .. } | Self::EndPoll { .. } => Permissions::VIEW,
            Self::React { .. } | Self::Vote { .. } => {
                Permissions(Permissions::REACT.0 | Permissions::HISTORY.0)
            }
            Self::Purge { .. } => Permissions::NONE,
        }
    }

    /// What it says. `None`: it says nothing.
    pub const fn body(&self) -> Option<&Body> {
        match self {
            Self::Send { words, .. } | Self::Post { words, .. } | Self::Edit { words, .. } => {
                Some(words.body())
            }
            Self::Release { body, .. } => Some(body),
            _ => None,
        }
    }

    /// What it answers. `None`: nothing.
    pub fn reply(&self) -> Option<ReplyTo> {
        match self {
            Self::Send { reply, .. } => *reply,
            Self::Release { held, .. } => held.reply,
            _ => None,
        }
    }

    /// Files that it is sent with.
    pub fn files(&self) -> &[SentAttachment] {
        match self {
            Self::Send { files, .. } => files,
            Self::Release { held, .. } => &held.attachments,
            _ => &[],
        }
    }

    /// Rules that point at the words.
    pub fn flagged(&self) -> &[Flag] {
        match self {
            Self::Send { words, .. } | Self::Post { words, .. } | Self::Edit { words, .. } => words.flagged(),
            _ => &[],
        }
    }

    /// What was kept and is let through by this.
    pub const fn released(&self) -> Option<&Arc<HeldDoc>> {
        match self {
            Self::Release { held, .. } => Some(held),
            _ => None,
        }
    }

    /// The stored message that it is about.
    pub const fn message(&self) -> Option<MessageId> {
        match self {
            Self::Send { .. } | Self::Post { .. } | Self::SendSealed { .. } | Self::Release { .. } => None,
            Self::Edit { message, .. }
            | Self::Delete { message }
            | Self::DeleteTogether { message }
            | Self::Purge { message, .. }
            | Self::React { message, .. }
            | Self::Unreact { message, .. }
            | Self::Vote { message, .. }
            | Self::EndPoll { message }
            | Self::Pin { message, .. } => Some(*message),
        }
    }

    /// The reaction that begins or ends by it, if this caller asks for it.
    pub const fn reaction(&self, caller: UserId) -> Option<ReactionKey> {
        match self {
            Self::React { message, emoji } => Some((*message, caller, Mark::Emoji(*emoji))),
            Self::Unreact { message, emoji, user } => Some((*message, *user, Mark::Emoji(*emoji))),
            _ => None,
        }
    }

    /// The message in whose poll it votes.
    pub const fn votes_in(&self) -> Option<MessageId> {
        match self {
            Self::Vote { message, .. } => Some(*message),
            _ => None,
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

impl Asked {
    /// Who will have said it, if it becomes a message.
    pub fn author(&self) -> UserId {
        self.append.released().map_or(self.caller.user, |held| held.author)
    }

    /// The person who will have said it; `None`: a program will.
    pub fn person(&self) -> Option<UserId> {
        let is_program = match &self.append {
            Append::Post { .. } => true,
            Append::Release { held, .. } => held.webhook.is_some(),
            _ => false,
        };
        Some(self.author()).filter(|_| !is_program)
    }

    /// What names the saying, however often it is tried.
    pub fn key(&self) -> &str {
        match &self.append {
            Append::Send { nonce: Some(nonce), .. } | Append::Post { nonce: Some(nonce), .. } => {
                nonce.as_str()
            }
            _ => &self.request,
        }
    }
}

/// What a place says to something that was asked: proved when the batch is worked out, not when it was asked, so that
/// nobody writes with a right that was taken meanwhile.
#[derive(Debug)]
pub struct Right {
    /// The right they hold, or why they may not.
    pub access: Result<PlaceAccess>,
    /// Whom it reaches, if it says something.
    pub reach: Reach,
}
