//! Pictures that people, bots and hubs show of themselves. Their bytes are in [`crate::files`], made here, by what is in them,
//! so the same picture is there once; a document says who has it.
//!
//! A picture goes when nobody has it, and that is found out by looking: who lets go of one says so ([`LookDoc`], in the batch
//! that takes it away), and so does who brings one, before its bytes are there.

use crate::domain::attachments::SmallDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError, Write};
use hubbub_shared::{HubId, PICTURE_BYTES, Problem, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// Whose picture it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A person's, or a bot's: shown beside what they say.
    Person(UserId),
    /// Shown where the hub is listed, and on invites to it.
    Hub(HubId),
}

impl Whose {
    fn name(self) -> String {
        match self {
            Self::Person(user) => format!("user-{user}"),
            Self::Hub(hub) => format!("hub-{hub}"),
        }
    }
}

/// Somebody has a picture. There is one for each picture of each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureDoc {
    /// `user-<id>-<hash>` or `hub-<id>-<hash>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// The SHA-256 of the picture, in hex: under it both files are kept.
    pub hash: String,
    /// The picture, which has the same hash.
    pub large: SmallDoc,
    /// The one beside a name.
    pub small: SmallDoc,
    /// When it was chosen.
    pub created_at: Timestamp,
}

/// All pictures that somebody has.
pub static PICTURES: Collection = Collection {
    name: "pictures",
    append_only: false,
    indexes: &[Index { name: HASH, keys: &["hash"], unique: false, partial: None, ttl: false }],
};

const HASH: &str = "hash";

impl Entity for PictureDoc {
    const COLLECTION: &'static Collection = &PICTURES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl PictureDoc {
    /// Somebody chose a picture.
    pub fn new(whose: Whose, large: SmallDoc, small: SmallDoc, now: Timestamp) -> Self {
        let (id, hash) = (id(whose, &large.hash), large.hash.clone());
        Self { id, version: FIRST_VERSION, hash, large, small, created_at: now }
    }
}

fn id(whose: Whose, hash: &str) -> String {
    format!("{}-{hash}", whose.name())
}

/// A picture of this hash is to be looked at, whether anybody has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LookDoc {
    /// Who let go of it, and at which version of theirs; or a number, of one that is brought.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// The SHA-256 of the picture, in hex.
    pub hash: String,
}

/// What is to be looked at.
pub static PICTURES_LET_GO: Collection =
    Collection { name: "pictures_let_go", append_only: false, indexes: &[] };

impl Entity for LookDoc {
    const COLLECTION: &'static Collection = &PICTURES_LET_GO;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl LookDoc {
    /// A picture that is brought: unless somebody has it afterwards, it goes.
    pub fn brought(number: u64, hash: String) -> Self {
        Self { id: number.to_string(), version: FIRST_VERSION, hash }
    }
}

/// Somebody lets go of their picture in a change of the document that has this version.
pub fn let_go(whose: Whose, version: u64, hash: &str) -> Result<[Write; 2], StoreError> {
    let look =
        LookDoc { id: format!("{}-{version}", whose.name()), version: FIRST_VERSION, hash: hash.to_owned() };
    Ok([Write::delete::<PictureDoc>(id(whose, hash), None), Write::insert(&look)?])
}

/// Where a picture is fetched, on this server.
pub fn address(hash: &str) -> String {
    format!("/api/pictures/{hash}")
}

/// Refused if it is more than what is taken.
pub fn may_be_so_large(bytes: usize) -> Result<(), Problem> {
    match bytes {
        0 => Err(Problem::field("picture", "An empty file is no picture.")),
        bytes if bytes > PICTURE_BYTES => {
            let most = PICTURE_BYTES / 1024;
            Err(Problem::field(
                "picture",
                format!("A picture may have {most} KiB. It is shown small: make it smaller."),
            ))
        }
        _ => Ok(()),
    }
}

/// The answer to what is no picture.
pub fn no_picture() -> Problem {
    Problem::field("picture", "This is no picture that can be read. PNG, JPEG, GIF and WebP can.")
}

/// A picture that somebody has.
pub async fn with_hash(store: &Store, hash: &str) -> Result<Option<PictureDoc>, StoreError> {
    store.find_one(Query::on(&PICTURES, HASH).equals(hash)).await
}

/// All there are, after this one.
pub async fn all_after(
    store: &Store,
    after: Option<String>,
    limit: usize,
) -> Result<Vec<PictureDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    store.find(Query::on(&PICTURES, "_id").range((lower, Bound::Unbounded)).limit(limit)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_size_that_is_taken() {
        assert_eq!(may_be_so_large(PICTURE_BYTES), Ok(()));
        for bytes in [0, PICTURE_BYTES + 1] {
            let refused = may_be_so_large(bytes).unwrap_err();
            assert_eq!(refused.fields[0].path, "picture", "{bytes}");
        }
    }
}
