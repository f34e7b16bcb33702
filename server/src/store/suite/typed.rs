//! The typed store over both engines.

use super::lab::{ALL, MESSAGES, NOTES, assert_changed};
use crate::store::{
    Collection, Engine, Entity, FIRST_VERSION, Query, Settings, Store, StoreError, Write, open,
};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Message {
    #[serde(rename = "_id")]
    id: String,
    version: u64,
    channel: String,
    seq: u64,
    nonce: Option<String>,
}

impl Entity for Message {
    const COLLECTION: &'static Collection = &MESSAGES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

fn message(id: &str, seq: u64) -> Message {
    Message { id: id.into(), version: FIRST_VERSION, channel: "general".into(), seq, nonce: None }
}

fn general() -> Query {
    Query::on(&MESSAGES, "channel_seq").equals("general")
}

async fn stores_entities(engine: Arc<dyn Engine>) {
    let store = Store::new(engine);
    store.insert(&message("m1", 1)).await.unwrap();
    store.insert_all(&[message("m2", 2), message("m3", 3)]).await.unwrap();
    assert_eq!(store.get::<Message>("m2").await.unwrap(), Some(message("m2", 2)));
    assert_eq!(
        store.find::<Message>(general().range(2..)).await.unwrap(),
        [message("m2", 2), message("m3", 3)]
    );
    assert_eq!(store.find_one(general().descending()).await.unwrap(), Some(message("m3", 3)));
    assert_eq!(store.count(general()).await.unwrap(), 3);
    assert!(store.delete::<Message>("m1").await.unwrap());
    assert_eq!(store.delete_range(general().range(..3)).await.unwrap(), 1);
    assert_eq!(store.find_one::<Message>(general().range(..3)).await.unwrap(), None);
}

async fn replacing_returns_the_next_version(engine: Arc<dyn Engine>) {
    let store = Store::new(engine);
    let first = message("m1", 1);
    store.insert(&first).await.unwrap();
    let second = store.replace(&Message { seq: 2, ..first.clone() }).await.unwrap();
    assert_eq!((second.version, second.seq), (2, 2));
    assert_eq!(store.get::<Message>("m1").await.unwrap(), Some(second.clone()));
    assert_changed(store.replace(&first).await.map(drop), "messages/m1");
    let writes = vec![
        Write::replace(&second).unwrap(),
        Write::insert(&message("m2", 9)).unwrap(),
        Write::delete::<Message>("m3", None),
    ];
    store.batch(writes).await.unwrap();
    assert_eq!(store.get::<Message>("m1").await.unwrap().unwrap().version, 3);
}

async fn updates_start_over_until_they_fit(engine: Arc<dyn Engine>) {
    let store = Store::new(engine);
    store.insert(&message("m1", 0)).await.unwrap();
    let mut writers = JoinSet::new();
    for _ in 0..6 {
        let store = store.clone();
        writers.spawn(async move {
            let add = |message: &mut Message| -> Result<(), StoreError> {
                message.seq += 1;
                Ok(())
            };
            store.update("m1", add).await.unwrap().unwrap()
        });
    }
    let mut seen: Vec<_> = writers.join_all().await.into_iter().map(|message| message.seq).collect();
    seen.sort_unstable();
    assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
    let refuse = |_: &mut Message| Err(StoreError::Internal("no".into()));
    assert!(store.update("m1", refuse).await.is_err());
    let absent = store.update("m9", |_: &mut Message| Ok::<_, StoreError>(())).await.unwrap();
    assert_eq!(absent, None);
    assert_eq!(store.get::<Message>("m1").await.unwrap().unwrap().version, 7);
}

async fn a_query_is_read_as_what_it_holds(engine: Arc<dyn Engine>) {
    let store = Store::new(engine);
    let wrong = store.find::<Message>(Query::on(&NOTES, "_id")).await;
    assert!(matches!(wrong, Err(StoreError::Internal(why)) if why.contains("read as messages")));
}

async fn operations_are_observed(engine: Arc<dyn Engine>) {
    let store = Store::new(engine);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = seen.clone();
    store.observe(move |operation, _, worked| notes.lock().unwrap().push((operation, worked)));
    store.observe(|_, _, _| panic!("only the first observer is told"));
    store.insert(&message("m1", 1)).await.unwrap();
    assert!(store.insert(&message("m1", 2)).await.unwrap_err().is_conflict_on("_id"));
    assert!(store.find::<Message>(Query::on(&MESSAGES, "nowhere")).await.is_err());
    store.ping().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [("insert", true), ("insert", true), ("find", false), ("ping", true)]);
}

super::on_both_engines! {
    stores_entities
    replacing_returns_the_next_version
    updates_start_over_until_they_fit
    a_query_is_read_as_what_it_holds
    operations_are_observed
}

#[tokio::test]
async fn opens_a_file_when_no_address_is_set() {
    let directory = tempfile::tempdir().unwrap();
    let settings = Settings { mongodb_uri: Some(" ".into()), data: directory.path().join("deep/er") };
    let store = open(&settings, ALL).await.unwrap();
    assert_eq!(store.name(), "sqlite");
    store.insert(&message("m1", 1)).await.unwrap();
    drop(store);
    let store = open(&settings, ALL).await.unwrap();
    assert_eq!(store.count(general()).await.unwrap(), 1);
}

#[tokio::test]
async fn opens_mongodb_when_an_address_is_set() {
    super::lab::with_mongo(|_, uri| async move {
        let settings = Settings { mongodb_uri: Some(uri), data: "/nowhere".into() };
        let store = open(&settings, ALL).await.unwrap();
        assert_eq!(store.name(), "mongodb");
        store.insert(&message("m1", 1)).await.unwrap();
    })
    .await;
}
