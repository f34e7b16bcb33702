//! What many have of a message that is gone: mentions by a role or of everybody, and reactions.
//!
//! Written in the same batch that changes the message, so that a crash in between leaves nothing behind.

use crate::domain::messages::MessageDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Query, Store, StoreError};
use hubbub_shared::{MessageId, PlaceId};
use serde::{Deserialize, Serialize};

/// A message that concerns fewer people now than it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallDoc {
    /// `<message>-<rev>`, so that there is one of each change.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: what is to be done does not change.
    pub version: u64,
    /// The message that mentioned them, or to which they reacted.
    pub message: MessageId,
    /// Where it was said.
    pub place: PlaceId,
    /// Position of the message.
    pub seq: u64,
}

/// What is to be taken back.
pub static RECALLS: Collection = Collection { name: "recalls", append_only: false, indexes: &[] };

impl Entity for RecallDoc {
    const COLLECTION: &'static Collection = &RECALLS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl RecallDoc {
    /// What a message leaves behind by a change.
    pub fn new(after: &MessageDoc) -> Self {
        let MessageDoc { id: message, place, seq, rev, .. } = *after;
        Self { id: format!("{message}-{rev}"), version: FIRST_VERSION, message, place, seq }
    }
}

/// The oldest that is left.
pub async fn next(store: &Store) -> Result<Option<RecallDoc>, StoreError> {
    store.find_one(Query::on(&RECALLS, "_id")).await
}
