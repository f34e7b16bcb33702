//! The embedded engine: one SQLite file, nothing to install. One table per collection with the document as JSONB
//! (`SELECT json(doc) FROM messages` in the sqlite3 shell), and an index on expressions per declared index.
//!
//! All writes go through one thread ([`writer`]), reads through a few others ([`readers`]).

mod errors;
mod expiry;
mod files;
mod readers;
mod sql;
mod work;
mod writer;

use super::inspect::Inspect;
use super::{
    Collection, Document, Engine, Query, StoreError, Stored, Write,
    document::{may_change, prepare_all},
};
use async_trait::async_trait;
use expiry::Expiry;
use readers::Readers;
use std::path::Path;
use writer::Writer;

/// An open database file. It is closed when this is dropped, after the last write.
pub(super) struct Sqlite {
    // Dropped first, so that the writer is the last to close the database and folds the log into it.
    readers: Readers,
    writer: Writer,
    expiry: Expiry,
}

impl Sqlite {
    /// Opens or creates the database at `path`, and its directory. Only one process may have it open.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let lock = files::lock(path)?;
        let expiry = Expiry::default();
        let writing = files::open_writer(path)?;
        let reading = (0..reader_count()).map(|_| files::open_reader(path)).collect::<Result<_, _>>()?;
        let readers = Readers::start(reading).map_err(no_thread)?;
        let writer = Writer::start(writing, expiry.clone(), lock).map_err(no_thread)?;
        Ok(Self { readers, writer, expiry })
    }

    /// Deletes everything that has expired at `now` (RFC 3339 in UTC with milliseconds). The engine does this by
    /// itself every minute.
    #[cfg(test)]
    pub(super) async fn sweep(&self, now: &str) -> Result<(), StoreError> {
        let (expiry, now) = (self.expiry.clone(), now.to_owned());
        self.writer.run(move |connection| expiry.sweep(connection, &now, usize::MAX).map(drop)).await
    }

    /// Reads the database at `path` beside whoever has it open, and changes nothing.
    pub(super) fn look_into(path: &Path) -> Result<ReadOnly, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Setup(format!("there is no database at {}", path.display())));
        }
        let reading = vec![files::open_reader(path)?];
        Ok(ReadOnly { readers: Readers::start(reading).map_err(no_thread)? })
    }

    async fn write(&self, writes: Vec<Write>) -> Result<bool, StoreError> {
        let writes = prepare_all(writes)?;
        let all =
            move |connection: &_| writes.iter().try_fold(false, |_, write| work::write(connection, write));
        self.writer.run(all).await
    }
}

/// A database file that is only read.
pub(super) struct ReadOnly {
    readers: Readers,
}

#[async_trait]
impl Inspect for ReadOnly {
    async fn look(&self, query: Query) -> Result<Vec<Document>, StoreError> {
        let found = self.readers.run(move |connection| work::find(connection, &query)).await?;
        found.into_iter().map(Stored::fields).collect()
    }
}

#[async_trait]
impl Engine for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    async fn ensure(&self, collections: &[&'static Collection]) -> Result<(), StoreError> {
        let (wanted, expiry) = (collections.to_vec(), self.expiry.clone());
        let all = move |connection: &_| {
            wanted.iter().try_for_each(|collection| {
                expiry.watch(collection);
                work::ensure(connection, collection)
            })
        };
        self.writer.run(all).await
    }

    async fn forget_index(&self, collection: &'static str, name: &'static str) -> Result<(), StoreError> {
        self.writer.run(move |connection: &_| work::forget_index(connection, collection, name)).await
    }

    async fn insert(
        &self,
        collection: &'static Collection,
        documents: Vec<Document>,
    ) -> Result<(), StoreError> {
        let writes = documents.into_iter().map(|document| Write::Insert(collection, document));
        self.write(writes.collect()).await.map(drop)
    }

    async fn read(&self, collection: &'static Collection, id: &str) -> Result<Option<Stored>, StoreError> {
        let id = id.to_owned();
        self.readers.run(move |connection| work::get(connection, collection.name, &id)).await
    }

    async fn read_range(&self, query: Query) -> Result<Vec<Stored>, StoreError> {
        self.readers.run(move |connection| work::find(connection, &query)).await
    }

    async fn count(&self, query: Query) -> Result<u64, StoreError> {
        self.readers.run(move |connection| work::count(connection, &query)).await
    }

    async fn replace(&self, collection: &'static Collection, document: Document) -> Result<(), StoreError> {
        self.write(vec![Write::Replace(collection, document)]).await.map(drop)
    }

    async fn delete(&self, collection: &'static Collection, id: &str) -> Result<bool, StoreError> {
        self.write(vec![Write::Delete(collection, id.to_owned(), None)]).await
    }

    async fn delete_range(&self, query: Query) -> Result<u64, StoreError> {
        may_change(query.collection)?;
        self.writer.run(move |connection| expiry::delete(connection, &query)).await
    }

    async fn batch(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.write(writes).await.map(drop)
    }

    async fn bytes(&self) -> Result<Option<u64>, StoreError> {
        self.readers.run(work::bytes).await.map(Some)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.readers.run(work::ping).await
    }
}

fn reader_count() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8)
}

fn no_thread(error: std::io::Error) -> StoreError {
    StoreError::Setup(format!("cannot start a thread for the database: {error}"))
}

#[cfg(test)]
mod behind {
    //! For tests that look behind the engine.
    use super::*;

    impl Sqlite {
        /// How SQLite would find the documents of a query.
        pub(crate) async fn explain(&self, query: Query) -> Result<String, StoreError> {
            self.readers.run(move |connection| work::explain(connection, &query)).await
        }

        /// Makes the disk as good as full: the file may have this many pages.
        pub(crate) async fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
            let limit = move |connection: &rusqlite::Connection| {
                connection.pragma_update(None, "max_page_count", pages).map_err(errors::failure)
            };
            self.writer.run(limit).await
        }
    }
}
