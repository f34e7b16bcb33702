//! Messages that concern people whom they do not name one by one: all of a role, everybody, those who want to be told of
//! everything, or whoever they were written to alone. Who that is, is found out after the message is stored.

use crate::domain::messages::MessageDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Query, Store, StoreError};
use hubbub_shared::{MessageId, PlaceId, UserId};
use serde::{Deserialize, Serialize};

/// A message of which many may have to be told. Written with it, gone when all of them were gone through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FanOutDoc {
    /// The id of the message.
    #[serde(rename = "_id")]
    pub message: MessageId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Where it was said.
    pub place: PlaceId,
    /// Position of the message.
    pub seq: u64,
    /// Who wrote it.
    pub author: UserId,
    /// `true` while the members of the hub are gone through, since it names a role or everybody; else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names_many: Option<bool>,
    /// `true` if it was written to people alone, whose devices are told; else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<bool>,
    /// What is listened to has been gone through so far, nearest first.
    #[serde(default)]
    pub done: usize,
    /// Members, or listeners of what comes next, up to this one, have been gone through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<UserId>,
}

/// Messages of which many may have to be told.
pub static FAN_OUTS: Collection = Collection { name: "fan_outs", append_only: false, indexes: &[] };

impl Entity for FanOutDoc {
    const COLLECTION: &'static Collection = &FAN_OUTS;

    fn id(&self) -> String {
        self.message.to_string()
    }
}

impl FanOutDoc {
    /// A new message.
    pub fn new(said: &MessageDoc) -> Self {
        let MessageDoc { id: message, place, seq, author, .. } = *said;
        let names_many = said.names_many().then_some(true);
        let direct = said.sealed.is_some().then_some(true);
        let version = FIRST_VERSION;
        Self { message, version, place, seq, author, names_many, direct, done: 0, after: None }
    }
}

/// The oldest that is left.
pub async fn next_fan_out(store: &Store) -> Result<Option<FanOutDoc>, StoreError> {
    store.find_one(Query::on(&FAN_OUTS, "_id")).await
}
