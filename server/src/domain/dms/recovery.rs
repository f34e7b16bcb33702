//! What somebody's recovery code opens.

use crate::store::{Collection, Entity, FIRST_VERSION};
use hubbub_shared::{Bytes, UserId};
use serde::{Deserialize, Serialize};

/// The sealed keys of somebody's recovery device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryDoc {
    /// Whose they are.
    #[serde(rename = "_id")]
    pub user: UserId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// All of it.
    pub bytes: Bytes,
}

/// What recovery codes open.
pub static DM_RECOVERY: Collection = Collection { name: "dm_recovery", append_only: false, indexes: &[] };

impl Entity for RecoveryDoc {
    const COLLECTION: &'static Collection = &DM_RECOVERY;

    fn id(&self) -> String {
        self.user.to_string()
    }
}

impl RecoveryDoc {
    /// What is kept for the first time.
    pub const fn new(user: UserId, bytes: Bytes) -> Self {
        Self { user, version: FIRST_VERSION, bytes }
    }
}
