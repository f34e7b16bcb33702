//! Where the cases take place, and the documents they play with.

use crate::store::{Collection, Document, Engine, Index, Query, StoreError, mongo::Mongo, sqlite::Sqlite};
use serde_json::{Value, json};
use std::future::Future;
use std::sync::Arc;
use tempfile::TempDir;

/// Messages of channels: a unique position, a partial unique nonce, a search by author and kind.
pub static MESSAGES: Collection = Collection {
    name: "messages",
    append_only: false,
    indexes: &[
        Index { name: "channel_seq", keys: &["channel", "seq"], unique: true, partial: None, ttl: false },
        Index { name: "nonce", keys: &["author", "nonce"], unique: true, partial: Some("nonce"), ttl: false },
        Index {
            name: "author_kind",
            keys: &["author", "kind", "_id"],
            unique: false,
            partial: None,
            ttl: false,
        },
    ],
};

/// Sessions that end by themselves.
pub static SESSIONS: Collection = Collection {
    name: "sessions",
    append_only: false,
    indexes: &[
        Index { name: "ends", keys: &["ends_at"], unique: false, partial: None, ttl: true },
        Index { name: "user_ends", keys: &["user", "ends_at"], unique: false, partial: None, ttl: false },
    ],
};

/// A collection without indexes.
pub static NOTES: Collection = Collection { name: "notes", append_only: false, indexes: &[] };

pub const ALL: &[&Collection] = &[&MESSAGES, &SESSIONS, &NOTES];

/// An SQLite engine and its directory.
pub struct Lab {
    pub engine: Arc<dyn Engine>,
    _directory: TempDir,
}

impl Lab {
    pub async fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let engine = Sqlite::open(&directory.path().join("hubbub.db")).unwrap();
        engine.ensure(ALL).await.unwrap();
        Self { engine: Arc::new(engine), _directory: directory }
    }
}

/// Runs a case in a new database, and drops the database whatever the outcome.
pub async fn with_mongodb<F>(case: impl FnOnce(Arc<dyn Engine>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    with_mongo(|mongo, _| case(mongo)).await;
}

/// Like [`with_mongodb`], for cases that need the address or the driver.
pub(in crate::store) async fn with_mongo<F>(case: impl FnOnce(Arc<Mongo>, String) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(uri) = new_database() else { return };
    let mongo = Arc::new(Mongo::connect(&uri).await.unwrap());
    mongo.ensure(ALL).await.unwrap();
    let outcome = tokio::spawn(case(mongo.clone(), uri)).await;
    mongo.database().drop().await.unwrap();
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// The address of a database that nobody else uses.
fn new_database() -> Option<String> {
    let servers = std::env::var("MONGODB_TEST_URI").unwrap_or_default();
    let Some(server) = servers.split_whitespace().next() else {
        eprintln!("SKIPPED on MongoDB: MONGODB_TEST_URI is not set");
        return None;
    };
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").unwrap();
    let host = rest.split('/').next().unwrap();
    let name = format!("hubbub_test_{:016x}", getrandom::u64().unwrap());
    Some(format!("{scheme}://{host}/{name}?{options}"))
}

pub fn document(value: Value) -> Document {
    match value {
        Value::Object(document) => document,
        other => panic!("{other} is not a document"),
    }
}

/// `message("m1", "general", 1)`, written by Ana.
pub fn message(id: &str, channel: &str, seq: u64) -> Document {
    document(json!({"_id": id, "channel": channel, "seq": seq, "author": "ana", "kind": "text"}))
}

/// The same with one more field.
pub fn with(mut message: Document, field: &str, value: impl Into<Value>) -> Document {
    message.insert(field.to_owned(), value.into());
    message
}

pub async fn add(engine: &dyn Engine, documents: impl IntoIterator<Item = Document>) {
    engine.insert(&MESSAGES, documents.into_iter().collect()).await.unwrap();
}

/// The ids of a range, in order.
pub async fn ids(engine: &dyn Engine, query: Query) -> Vec<String> {
    let found = engine.find(query).await.unwrap();
    found.iter().map(|document| document["_id"].as_str().unwrap().to_owned()).collect()
}

pub async fn version(engine: &dyn Engine, id: &str) -> Option<u64> {
    engine.get(&MESSAGES, id).await.unwrap().map(|document| document["version"].as_u64().unwrap())
}

#[track_caller]
pub fn assert_conflict(outcome: Result<(), StoreError>, expected: &str) {
    match outcome {
        Err(StoreError::Conflict { collection, index }) => {
            assert_eq!(format!("{collection}.{index}"), expected)
        }
        other => panic!("expected a conflict on {expected}, got {other:?}"),
    }
}

#[track_caller]
pub fn assert_changed(outcome: Result<(), StoreError>, expected: &str) {
    match outcome {
        Err(StoreError::Changed { collection, id }) => assert_eq!(format!("{collection}/{id}"), expected),
        other => panic!("expected that {expected} changed, got {other:?}"),
    }
}

#[track_caller]
pub fn assert_refused(outcome: Result<(), StoreError>, part: &str) {
    match outcome {
        Err(StoreError::Internal(why)) => assert!(why.contains(part), "{why} does not say {part}"),
        other => panic!("expected a refusal that says {part}, got {other:?}"),
    }
}
