//! A message that the server cannot read, on its way into the log of its conversation, and as it is kept there.

use super::franking::FrankingKey;
use super::grants::{EpochDoc, GrantDoc};
use crate::store::{StoreError, Write};
use dm_wire::Wire;
use dm_wire::grant::{Grant, Party};
use dm_wire::message::Message;
use hubbub_shared::model::{Sealed, SealedReceipt};
use hubbub_shared::{Bytes, PlaceId, Problem, Timestamp};
use serde::{Deserialize, Serialize};

/// Most grants that come with one message: 16 people with 8 browsers each.
const MOST_GRANTS: usize = 128;

/// A message as it came, read and not decided about yet.
#[derive(Debug, Clone)]
pub struct Letter {
    message: Message,
    grants: Vec<Grant>,
    key: FrankingKey,
}

impl Letter {
    /// Reads what somebody wants to send.
    pub fn parse(
        [header, ciphertext, signature]: [&Bytes; 3],
        grants: &[Bytes],
        key: FrankingKey,
    ) -> Result<Self, Problem> {
        let whole = Bytes([header.0.as_slice(), &ciphertext.0, &signature.0].concat());
        let message: Message = super::parse("header", &whole)?;
        // Other cuts of the same bytes would be other fields in the answer.
        if message.header.encode() != header.0 || message.ciphertext != ciphertext.0 {
            return Err(Problem::field(
                "ciphertext",
                "The bytes are not cut where header and ciphertext end.",
            ));
        }
        if grants.len() > MOST_GRANTS {
            return Err(Problem::field("grants", format!("There may be {MOST_GRANTS} grants.")));
        }
        let grants = grants.iter().map(|grant| super::parse("grants", grant)).collect::<Result<_, _>>()?;
        Ok(Self { message, grants, key })
    }

    /// The message itself.
    pub const fn message(&self) -> &Message {
        &self.message
    }

    /// What comes with it.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The device that it says it is from.
    pub const fn from(&self) -> Party {
        self.message.header.opening.from
    }

    /// Whether its device says that somebody is to be told of it: it has words, and is no reaction or receipt.
    pub const fn notifies(&self) -> bool {
        self.message.header.opening.notify
    }

    /// What its device calls it, so that a repeat is no second message.
    pub fn sealed_id(&self) -> String {
        Bytes(self.message.header.opening.id.bytes().to_vec()).to_text()
    }

    /// The id of the document of its epoch.
    pub fn epoch_id(&self, place: PlaceId) -> String {
        let opening = &self.message.header.opening;
        EpochDoc::document_id(place, opening.from.device, opening.epoch)
    }

    /// What is kept of it, with what the server says of it from this moment on.
    pub fn sealed_at(&self, at: Timestamp) -> SealedDoc {
        let receipt = self.key.receipt(&self.message.header, at);
        SealedDoc {
            header: self.message.header.encode().into(),
            ciphertext: self.message.ciphertext.clone().into(),
            signature: self.message.signature.encode().into(),
            key: receipt.key,
            server_time_ms: receipt.server_time_ms,
            tag: receipt.tag.to_vec().into(),
        }
    }

    /// What is written beside it: grants for their devices, and whom the epoch was given to. `new_id` makes numbers that go up.
    pub fn writes(
        &self,
        place: PlaceId,
        at: Timestamp,
        mut new_id: impl FnMut() -> u64,
    ) -> Result<Vec<Write>, StoreError> {
        if self.grants.is_empty() {
            return Ok(Vec::new());
        }
        let epoch = Write::insert(&EpochDoc::new(self.epoch_id(place), &self.grants, at));
        let grants = self.grants.iter().map(|grant| Write::insert(&GrantDoc::new(grant, new_id(), at)));
        std::iter::once(epoch).chain(grants).collect()
    }
}

/// What a message says that only devices can read, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedDoc {
    /// What the server sees.
    pub header: Bytes,
    /// What it does not.
    pub ciphertext: Bytes,
    /// By the key of the epoch.
    pub signature: Bytes,
    /// Which of the server's keys made the tag.
    pub key: u32,
    /// When it came.
    pub server_time_ms: u64,
    /// The server's tag.
    pub tag: Bytes,
}

impl SealedDoc {
    /// As it is told.
    pub fn view(self) -> Sealed {
        let Self { header, ciphertext, signature, key, server_time_ms, tag } = self;
        Sealed { header, ciphertext, signature, receipt: SealedReceipt { key, server_time_ms, tag } }
    }
}
