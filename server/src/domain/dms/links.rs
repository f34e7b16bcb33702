//! People's devices: the links of their chains, as they were signed.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use dm_wire::Wire;
use dm_wire::link::Link;
use hubbub_shared::{Bytes, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A link as it is stored. None is ever changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkDoc {
    /// `<user>-<seq>`, so that each place of a chain is taken once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: links do not change.
    pub version: u64,
    /// Whose chain it is in.
    pub user: UserId,
    /// Its place in the chain.
    pub seq: u32,
    /// All of it.
    pub bytes: Bytes,
    /// When it came.
    pub at: Timestamp,
}

/// Links of all chains.
pub static DM_LINKS: Collection = Collection {
    name: "dm_links",
    append_only: false,
    indexes: &[Index { name: USER, keys: &["user", "seq"], unique: true, partial: None, ttl: false }],
};

const USER: &str = "user_seq";

impl Entity for LinkDoc {
    const COLLECTION: &'static Collection = &DM_LINKS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl LinkDoc {
    /// A link that was checked.
    pub fn new(link: &Link, at: Timestamp) -> Self {
        let (user, seq) = (link.body.user, link.body.seq);
        let id = format!("{user}-{seq}");
        Self { id, version: FIRST_VERSION, user, seq, bytes: link.encode().into(), at }
    }
}

/// The links of somebody, from a place of their chain on.
pub async fn links_of(store: &Store, user: UserId, from: u32) -> Result<Vec<LinkDoc>, StoreError> {
    store.find(Query::on(&DM_LINKS, USER).equals(user).range(from..)).await
}

/// The last link of somebody.
pub async fn newest_link(store: &Store, user: UserId) -> Result<Option<LinkDoc>, StoreError> {
    store.find_one(Query::on(&DM_LINKS, USER).equals(user).descending()).await
}
