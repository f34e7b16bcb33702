//! The document store: what the domain may ask of a database, and nothing more.
//!
//! There is no query language. Every read is a `get` or a range of one declared [`Index`], so every
//! query is cheap by construction on both engines. Rules live in `domain/`; each noun declares its own
//! [`Collection`] in the file of its name. The engines are `sqlite` (embedded, the default) and `mongo`;
//! [`Store`] is what the domain holds: the same operations over typed entities.

mod backoff;
mod document;
mod inspect;
pub(crate) mod migrations;
mod mongo;
mod open;
mod query;
mod sqlite;
#[cfg(test)]
pub(crate) mod suite;
mod typed;

pub use inspect::Inspector;
pub use open::{Settings, inspect, open};
pub use typed::{Entity, FIRST_VERSION, Observer, Store, unless_changed};

use async_trait::async_trait;
use serde_json::{Map, Value};
use std::ops::Bound;

/// A stored document. Always has `_id` (string) and `version` (integer, 1 when inserted).
/// Ids are decimal strings of equal length and times are RFC 3339 with milliseconds, so both sort as text.
///
/// Rules that both engines keep, and refuse as [`StoreError::Internal`] where they can be broken:
/// - Top-level fields that are null are not stored: a field is there with a value, or it is absent.
/// - Integers are at most `i64::MAX`, at any depth.
/// - The field of an index key is absent, or a string without NUL, a number or a boolean.
/// - A document in a unique index has all of its keys.
/// - The key of a TTL index is an RFC 3339 time in UTC with milliseconds: `2026-01-31T09:00:00.000Z`.
pub type Document = Map<String, Value>;

/// A document as an engine read it, not looked into yet: what becomes an entity need not become a map before.
#[derive(Debug)]
pub(crate) enum Stored {
    /// As JSON text.
    Json(String),
    /// As its fields.
    Fields(Document),
}

impl Stored {
    /// The fields of the document.
    fn fields(self) -> Result<Document, StoreError> {
        match self {
            Self::Json(text) => {
                serde_json::from_str(&text).map_err(|error| StoreError::Internal(error.to_string()))
            }
            Self::Fields(fields) => Ok(fields),
        }
    }
}

/// A named set of documents, with the indexes its queries need. Declared beside those queries.
#[derive(Debug)]
pub struct Collection {
    /// Name in both engines: a MongoDB collection, an SQLite table.
    pub name: &'static str,
    /// What is added stays as it is: both engines refuse to replace or delete any of it, for whatever reason.
    pub append_only: bool,
    /// Every index; a query names one of them.
    pub indexes: &'static [Index],
}

/// An index over top-level fields of a document.
#[derive(Debug)]
pub struct Index {
    /// Unique within the collection; a unique violation reports this name.
    pub name: &'static str,
    /// Field names, in order.
    pub keys: &'static [&'static str],
    /// Two documents with the same keys are refused as [`StoreError::Conflict`].
    pub unique: bool,
    /// Only documents that have this field (present and not null) are in the index.
    pub partial: Option<&'static str>,
    /// The only key holds the RFC 3339 time from which the engine may delete the document. It does so within
    /// about a minute, not at once: whoever reads such a document compares the time too.
    pub ttl: bool,
}

/// Which end of the range comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest key first.
    Ascending,
    /// Greatest key first.
    Descending,
}

/// A range of one index: equal on the first keys, bounded on the next one.
#[derive(Debug, Clone)]
pub struct Query {
    /// The collection that is looked into.
    pub collection: &'static Collection,
    /// Name of one of the collection's indexes, or `_id`: by primary key.
    pub index: &'static str,
    /// Values of the first keys of the index, in order.
    pub equals: Vec<Value>,
    /// Bounds on the key after those: lower, upper. Use both where possible. A bound leaves out documents
    /// without that key; with no bound at all they are included.
    pub range: (Bound<Value>, Bound<Value>),
    /// Order by the ranged key, then by the keys after it.
    pub order: Order,
    /// At most this many documents. Zero means none, `usize::MAX` means all.
    pub limit: usize,
}

/// One write; several go together in [`Store::batch`].
#[derive(Debug, Clone)]
pub enum Write {
    /// Adds a document; its `version` becomes 1.
    Insert(&'static Collection, Document),
    /// Replaces the document with the same `_id`, if its `version` is still the one in this document; the
    /// stored version becomes one more.
    Replace(&'static Collection, Document),
    /// Deletes by `_id`; with a version, only if it is still that.
    Delete(&'static Collection, String, Option<u64>),
}

/// What can go wrong in a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused a document. Nothing of the call was written. When several indexes refuse it, any
    /// one of them is named.
    #[error("conflict on {collection}.{index}")]
    Conflict {
        /// Name of the collection.
        collection: String,
        /// Index name, `_id` for the primary key.
        index: String,
    },
    /// A replaced or deleted document was no longer at the version that was read. Nothing was written.
    #[error("{collection}/{id} changed meanwhile")]
    Changed {
        /// Name of the collection.
        collection: String,
        /// The `_id` of the document.
        id: String,
    },
    /// The database cannot be reached now; the same call may work later. Whether a write took place is unknown.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// The database was written by a newer Hubbub.
    #[error(
        "this database is at migration {found}, this program knows {known}: start a newer hubbub, or restore a backup"
    )]
    TooNew {
        /// Migration version found in the database.
        found: u32,
        /// The greatest version this program knows.
        known: u32,
    },
    /// A setting of the store is wrong; the text says what to do.
    #[error("{0}")]
    Setup(String),
    /// Anything else: a bug or a broken database.
    #[error("store failure: {0}")]
    Internal(String),
}

/// The operations. All of them are safe to call from any thread.
#[async_trait]
pub(crate) trait Engine: Send + Sync + 'static {
    /// `sqlite` or `mongodb`, for logs and `/api/health`.
    fn name(&self) -> &'static str;
    /// Creates collections and indexes that are missing. Idempotent.
    async fn ensure(&self, collections: &[&'static Collection]) -> Result<(), StoreError>;
    /// Deletes an index that was declared once and is no longer. If there is none, nothing happens. For migrations.
    async fn forget_index(&self, collection: &'static str, name: &'static str) -> Result<(), StoreError>;
    /// Inserts all documents or none.
    async fn insert(
        &self,
        collection: &'static Collection,
        documents: Vec<Document>,
    ) -> Result<(), StoreError>;
    /// The document with this id.
    async fn read(&self, collection: &'static Collection, id: &str) -> Result<Option<Stored>, StoreError>;
    /// The documents of a range of one index.
    async fn read_range(&self, query: Query) -> Result<Vec<Stored>, StoreError>;
    /// [`Engine::read`], looked into.
    async fn get(&self, collection: &'static Collection, id: &str) -> Result<Option<Document>, StoreError> {
        self.read(collection, id).await?.map(Stored::fields).transpose()
    }
    /// [`Engine::read_range`], looked into.
    async fn find(&self, query: Query) -> Result<Vec<Document>, StoreError> {
        self.read_range(query).await?.into_iter().map(Stored::fields).collect()
    }
    /// How many documents a range holds; `query.limit` caps the answer.
    async fn count(&self, query: Query) -> Result<u64, StoreError>;
    /// [`Write::Replace`] by itself.
    async fn replace(&self, collection: &'static Collection, document: Document) -> Result<(), StoreError>;
    /// [`Write::Delete`] by itself; `false` when there was none.
    async fn delete(&self, collection: &'static Collection, id: &str) -> Result<bool, StoreError>;
    /// Deletes what `read_range` would return (ignoring order), and says how many.
    async fn delete_range(&self, query: Query) -> Result<u64, StoreError>;
    /// All of the writes, or none.
    async fn batch(&self, writes: Vec<Write>) -> Result<(), StoreError>;
    /// Bytes that the database takes on its disk; `None`: it cannot be told.
    async fn bytes(&self) -> Result<Option<u64>, StoreError>;
    /// Answers quickly whether the database can be reached.
    async fn ping(&self) -> Result<(), StoreError>;
}
