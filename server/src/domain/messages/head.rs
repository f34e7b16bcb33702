//! Where a place stands: the numbers its next change builds on.

use super::store;
use crate::store::{Store, StoreError};
use hubbub_shared::PlaceId;

/// Where a place stands. All zero: nothing was ever sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The rev of the newest change; 0: there was none.
    pub rev: u64,
    /// Position of the newest message.
    pub last_seq: u64,
    /// How many messages there are, deleted ones too.
    pub last_ordinal: u64,
}

impl Head {
    /// As it is stored.
    pub async fn load(store: &Store, place: PlaceId) -> Result<Self, StoreError> {
        let newest = store::newest(store, place).await?;
        let changed = store::last_changed(store, place).await?;
        let (last_seq, last_ordinal) = newest.map_or((0, 0), |message| (message.seq, message.ordinal));
        Ok(Self { rev: changed.map_or(0, |message| message.rev), last_seq, last_ordinal })
    }
}
