//! MongoDB through the official driver: the way to run several nodes. One MongoDB collection per collection, one
//! index per declared index, under the same names. Needs a replica set, because a batch is a transaction.

mod connect;
mod convert;
mod errors;
mod range;
mod schema;
mod threads;
mod writes;

use super::inspect::Inspect;
use super::{
    Collection, Document, Engine, Query, StoreError, Stored, Write,
    document::{may_change, prepare_all},
};
use async_trait::async_trait;
use convert::from_bson;
use futures_util::TryStreamExt;
use mongodb::{
    Client, Database,
    bson::{self, Bson, RawDocumentBuf, doc},
};
use range::Range;
use threads::Threads;

/// A connection to a replica set. It finds new primaries by itself.
pub(super) struct Mongo {
    threads: Threads,
    client: Client,
    database: Database,
}

impl Mongo {
    /// Connects to `mongodb://…/database` or `mongodb+srv://…/database`; the database is `hubbub` by default.
    pub(super) async fn connect(uri: &str) -> Result<Self, StoreError> {
        let threads = Threads::start()?;
        let (client, database) = connect::connect(&threads, uri).await?;
        Ok(Self { threads, client, database })
    }

    /// The driver's own handle, for tests that look behind the engine.
    #[cfg(test)]
    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    async fn write(&self, writes: Vec<Write>) -> Result<bool, StoreError> {
        let steps = writes::steps(prepare_all(writes)?)?;
        let applied = writes::apply(self.client.clone(), self.database.clone(), steps);
        self.threads.run(applied).await?.into_result()
    }

    fn raw(&self, collection: &Collection) -> mongodb::Collection<RawDocumentBuf> {
        self.database.collection(collection.name)
    }

    /// The ids of a range, in no particular order.
    async fn ids(&self, collection: &Collection, range: Range) -> Result<Vec<Bson>, StoreError> {
        let target = self.database.collection::<bson::Document>(collection.name);
        let found = self.threads.run(async move {
            let find = target.find(range.filter).hint(range.hint).projection(doc! { "_id": 1 });
            find.limit(i64::from(range.limit.unwrap_or(0))).await?.try_collect::<Vec<_>>().await
        });
        Ok(found.await?.into_iter().filter_map(|mut document| document.remove("_id")).collect())
    }
}

#[async_trait]
impl Inspect for Mongo {
    async fn look(&self, query: Query) -> Result<Vec<Document>, StoreError> {
        self.find(query).await
    }
}

#[async_trait]
impl Engine for Mongo {
    fn name(&self) -> &'static str {
        "mongodb"
    }

    async fn ensure(&self, collections: &[&'static Collection]) -> Result<(), StoreError> {
        for collection in collections {
            let outcome = schema::ensure(self.database.clone(), collection);
            self.threads.run(outcome).await?.map_err(StoreError::Setup)?;
        }
        Ok(())
    }

    async fn forget_index(&self, collection: &'static str, name: &'static str) -> Result<(), StoreError> {
        self.threads.run(schema::forget_index(self.database.clone(), collection, name)).await
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
        let (target, filter) = (self.raw(collection), doc! { "_id": id });
        let found = self.threads.run(async move { target.find_one(filter).await }).await?;
        found.as_ref().map(|raw| from_bson(raw).map(Stored::Fields)).transpose()
    }

    async fn read_range(&self, query: Query) -> Result<Vec<Stored>, StoreError> {
        let range = Range::of(&query)?;
        // To MongoDB, a limit of zero is none.
        if range.limit == Some(0) {
            return Ok(Vec::new());
        }
        let target = self.raw(query.collection);
        let found = self.threads.run(async move {
            let limit = range.limit.unwrap_or(0);
            let find = target.find(range.filter).sort(range.sort).hint(range.hint);
            // One round trip for a page; the driver's first batch is 101 documents otherwise.
            let find = find
                .limit(i64::from(limit))
                .batch_size(range.limit.map_or(1000, |limit| limit.clamp(1, 1000)));
            find.await?.try_collect::<Vec<_>>().await
        });
        found.await?.iter().map(|raw| from_bson(raw).map(Stored::Fields)).collect()
    }

    async fn count(&self, query: Query) -> Result<u64, StoreError> {
        let range = Range::of(&query)?;
        if range.limit == Some(0) {
            return Ok(0);
        }
        let target = self.raw(query.collection);
        self.threads
            .run(async move {
                let count = target.count_documents(range.filter).hint(range.hint);
                match range.limit {
                    Some(limit) => count.limit(u64::from(limit)).await,
                    None => count.await,
                }
            })
            .await
    }

    async fn replace(&self, collection: &'static Collection, document: Document) -> Result<(), StoreError> {
        self.write(vec![Write::Replace(collection, document)]).await.map(drop)
    }

    async fn delete(&self, collection: &'static Collection, id: &str) -> Result<bool, StoreError> {
        self.write(vec![Write::Delete(collection, id.to_owned(), None)]).await
    }

    async fn delete_range(&self, query: Query) -> Result<u64, StoreError> {
        may_change(query.collection)?;
        let mut range = Range::of(&query)?;
        if range.limit == Some(0) {
            return Ok(0);
        }
        if range.limit.is_some() {
            // MongoDB deletes one or all. What changed out of the range meanwhile stays.
            let ids = self.ids(query.collection, range.clone()).await?;
            range.filter = doc! { "$and": [range.filter, { "_id": { "$in": ids } }] };
        }
        let target = self.raw(query.collection);
        let deleted =
            self.threads.run(async move { target.delete_many(range.filter).hint(range.hint).await });
        Ok(deleted.await?.deleted_count)
    }

    async fn batch(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.write(writes).await.map(drop)
    }

    async fn bytes(&self) -> Result<Option<u64>, StoreError> {
        let database = self.database.clone();
        let told = self.threads.run(async move { database.run_command(doc! { "dbStats": 1 }).await }).await?;
        // Documents and indexes, as far as the server says; other servers than MongoDB's own may not.
        let sizes = ["storageSize", "indexSize"].map(|name| bson_number(told.get(name)));
        let total = sizes.into_iter().flatten().reduce(|one, other| one + other);
        Ok(total.filter(|bytes| *bytes > 0))
    }

    async fn ping(&self) -> Result<(), StoreError> {
        let database = self.database.clone();
        self.threads.run(async move { database.run_command(doc! { "ping": 1 }).await }).await.map(drop)
    }
}

fn bson_number(value: Option<&Bson>) -> Option<u64> {
    match value? {
        Bson::Int32(number) => u64::try_from(*number).ok(),
        Bson::Int64(number) => u64::try_from(*number).ok(),
        // Sizes are whole numbers, far below where a double has none of these.
        Bson::Double(number) if *number >= 0.0 => Some(*number as u64),
        _ => None,
    }
}
