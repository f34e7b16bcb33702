//! A message as it comes, and what is told of it.

use crate::outcome::{Need, Note, Rejection};
use dm_wire::UserId;
use dm_wire::content::Content;
use dm_wire::franking::Receipt;
use dm_wire::grant::Party;
use dm_wire::header::Kind;
use dm_wire::ids::{ConversationId, MessageId};
use std::collections::BTreeSet;

/// A message as the server hands it on.
#[derive(Debug, Clone)]
pub struct Delivered {
    /// Its bytes, as they came.
    pub message: Vec<u8>,
    /// What the server says of it.
    pub receipt: Receipt,
}

/// A message that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where it was said.
    pub conversation: ConversationId,
    /// The message's own id.
    pub id: MessageId,
    /// What it is, with what it is about.
    pub kind: Kind,
    /// Who, from which device.
    pub from: Party,
    /// What they say or do.
    pub content: Content,
    /// What is to be said beside it.
    pub notes: BTreeSet<Note>,
    /// Whether somebody is to be notified.
    pub notify: bool,
    /// Whose links are to be fetched: somebody told of more than we know.
    pub refresh: BTreeSet<UserId>,
}

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is new, and counts.
    New(Box<Told>),
    /// It was taken before, or is our own.
    Known,
    /// It cannot be opened yet, and is kept until it can.
    Waiting(Need),
    /// It does not count. Nothing of it is shown.
    Refused(Rejection),
}
