//! A hand in the database, past the server: what somebody can do who has the file, or the password of MongoDB.

use crate::server::Server;
use mongodb::bson::{Bson, Document, doc};
use rusqlite::params;
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::time::Duration;

/// Fields of a document, `_id` among them.
pub type Fields = Map<String, Value>;

/// Changes documents of one collection as they lie in the store, also while the server runs.
pub enum Hand {
    /// The file of the embedded database.
    File(PathBuf),
    /// An address of MongoDB, with the database in it.
    Address(String),
}

impl Server {
    /// A hand in the database of this server.
    pub fn hand(&self) -> Hand {
        match self.setting("MONGODB_URI") {
            Some(uri) => Hand::Address(uri),
            None => {
                Hand::File(PathBuf::from(self.setting("HUBBUB_DATA").expect("it is set")).join("hubbub.db"))
            }
        }
    }
}

impl Hand {
    /// All documents of a collection, in no order.
    pub async fn all(&self, collection: &str) -> Vec<Fields> {
        match self {
            Self::File(path) => {
                let file = opened(path);
                let mut read = file.prepare(&format!("SELECT json(doc) FROM {collection}")).unwrap();
                let texts = read.query_map([], |row| row.get::<_, String>(0)).unwrap();
                texts.map(|text| serde_json::from_str(&text.unwrap()).unwrap()).collect()
            }
            Self::Address(uri) => {
                let mut found = collection_at(uri, collection).await.find(doc! {}).await.unwrap();
                let mut all = Vec::new();
                while found.advance().await.unwrap() {
                    all.push(fields(found.deserialize_current().unwrap()));
                }
                all
            }
        }
    }

    /// Puts a document there, in the place of one with the same id if there is one.
    pub async fn puts(&self, collection: &str, document: &Fields) {
        let id = id_of(document);
        match self {
            Self::File(path) => {
                let sql = format!("INSERT OR REPLACE INTO {collection} (id, doc) VALUES (?1, jsonb(?2))");
                let text = serde_json::to_string(document).unwrap();
                opened(path).execute(&sql, params![id, text]).unwrap();
            }
            Self::Address(uri) => {
                let Ok(Bson::Document(document)) = Bson::try_from(Value::Object(document.clone())) else {
                    panic!("{document:?} is no document")
                };
                let replace = collection_at(uri, collection).await;
                replace.replace_one(doc! { "_id": id }, document).upsert(true).await.unwrap();
            }
        }
    }

    /// Takes a document out.
    pub async fn takes_out(&self, collection: &str, document: &Fields) {
        let id = id_of(document);
        match self {
            Self::File(path) => {
                opened(path).execute(&format!("DELETE FROM {collection} WHERE id = ?1"), [id]).unwrap();
            }
            Self::Address(uri) => {
                collection_at(uri, collection).await.delete_one(doc! { "_id": id }).await.unwrap();
            }
        }
    }
}

fn id_of(document: &Fields) -> &str {
    document["_id"].as_str().expect("ids are text")
}

fn opened(path: &PathBuf) -> rusqlite::Connection {
    let file = rusqlite::Connection::open(path).unwrap();
    file.busy_timeout(Duration::from_secs(10)).unwrap();
    file
}

async fn collection_at(uri: &str, name: &str) -> mongodb::Collection<Document> {
    let client = mongodb::Client::with_uri_str(uri).await.unwrap();
    client.default_database().expect("the address names it").collection(name)
}

fn fields(document: Document) -> Fields {
    match Bson::Document(document).into_relaxed_extjson() {
        Value::Object(fields) => fields,
        other => panic!("{other} is no document"),
    }
}
