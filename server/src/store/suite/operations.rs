//! Each operation by itself.

use super::lab::{self, MESSAGES, NOTES, add, assert_changed, document, ids, message, version, with};
use crate::store::{Collection, Engine, Query};
use serde_json::json;
use std::sync::Arc;

async fn inserts_and_gets(engine: Arc<dyn Engine>) {
    add(&*engine, [with(message("m1", "general", 1), "text", "hello")]).await;
    let stored = engine.get(&MESSAGES, "m1").await.unwrap().unwrap();
    let mut expected = with(message("m1", "general", 1), "text", "hello");
    expected.insert("version".into(), json!(1));
    assert_eq!(stored, expected);
    assert_eq!(engine.get(&MESSAGES, "m2").await.unwrap(), None);
    assert_eq!(engine.get(&NOTES, "m1").await.unwrap(), None, "collections are apart");
}

async fn an_empty_insert_is_nothing(engine: Arc<dyn Engine>) {
    engine.insert(&MESSAGES, Vec::new()).await.unwrap();
    engine.batch(Vec::new()).await.unwrap();
}

async fn replaces_what_is_unchanged(engine: Arc<dyn Engine>) {
    add(&*engine, [message("m1", "general", 1)]).await;
    let read = engine.get(&MESSAGES, "m1").await.unwrap().unwrap();
    engine.replace(&MESSAGES, with(read.clone(), "text", "edited")).await.unwrap();
    let stored = engine.get(&MESSAGES, "m1").await.unwrap().unwrap();
    assert_eq!((&stored["text"], &stored["version"]), (&json!("edited"), &json!(2)));
    assert_changed(engine.replace(&MESSAGES, with(read, "text", "late")).await, "messages/m1");
    assert_eq!(engine.get(&MESSAGES, "m1").await.unwrap().unwrap(), stored);
}

async fn replacing_nothing_is_a_change(engine: Arc<dyn Engine>) {
    let gone = with(message("m1", "general", 1), "version", 1);
    assert_changed(engine.replace(&MESSAGES, gone).await, "messages/m1");
    assert_eq!(version(&*engine, "m1").await, None);
}

async fn a_replacement_drops_old_fields_and_moves_in_indexes(engine: Arc<dyn Engine>) {
    add(&*engine, [with(message("m1", "general", 1), "text", "hello")]).await;
    engine.replace(&MESSAGES, with(message("m1", "random", 5), "version", 1)).await.unwrap();
    assert!(!engine.get(&MESSAGES, "m1").await.unwrap().unwrap().contains_key("text"));
    let page = |channel| Query::on(&MESSAGES, "channel_seq").equals(channel);
    assert_eq!(ids(&*engine, page("random")).await, ["m1"]);
    assert!(ids(&*engine, page("general")).await.is_empty());
}

async fn an_index_that_is_no_longer_declared_is_forgotten(engine: Arc<dyn Engine>) {
    let twice = || vec![message("m1", "general", 1), message("m2", "general", 1)];
    assert!(engine.insert(&MESSAGES, twice()).await.is_err(), "the index is unique");
    for _ in 0..2 {
        engine.forget_index(MESSAGES.name, "channel_seq").await.unwrap();
    }
    engine.forget_index("nowhere", "nothing").await.unwrap();
    engine.insert(&MESSAGES, twice()).await.unwrap();
}

async fn deletes_once(engine: Arc<dyn Engine>) {
    add(&*engine, [message("m1", "general", 1)]).await;
    assert!(engine.delete(&MESSAGES, "m1").await.unwrap());
    assert!(!engine.delete(&MESSAGES, "m1").await.unwrap());
    add(&*engine, [message("m1", "general", 1)]).await;
}

async fn counts_up_to_the_limit(engine: Arc<dyn Engine>) {
    add(&*engine, (1..=5).map(|seq| message(&format!("m{seq}"), "general", seq))).await;
    let all = Query::on(&MESSAGES, "channel_seq").equals("general");
    assert_eq!(engine.count(all.clone()).await.unwrap(), 5);
    assert_eq!(engine.count(all.clone().range(2..4)).await.unwrap(), 2);
    assert_eq!(engine.count(all.clone().limit(3)).await.unwrap(), 3);
    assert_eq!(engine.count(all.limit(0)).await.unwrap(), 0);
    assert_eq!(engine.count(Query::on(&MESSAGES, "_id")).await.unwrap(), 5);
    assert_eq!(engine.count(Query::on(&MESSAGES, "nonce")).await.unwrap(), 0);
}

async fn deletes_a_range(engine: Arc<dyn Engine>) {
    add(&*engine, (1..=6).map(|seq| message(&format!("m{seq}"), "general", seq))).await;
    add(&*engine, [message("other", "random", 1)]).await;
    let all = Query::on(&MESSAGES, "channel_seq").equals("general");
    assert_eq!(engine.delete_range(all.clone().range(2..=3)).await.unwrap(), 2);
    assert_eq!(ids(&*engine, all.clone()).await, ["m1", "m4", "m5", "m6"]);
    assert_eq!(engine.delete_range(all.clone().limit(0)).await.unwrap(), 0);
    assert_eq!(engine.delete_range(all.clone().limit(3)).await.unwrap(), 3);
    assert_eq!(engine.delete_range(all.clone()).await.unwrap(), 1);
    assert_eq!(engine.delete_range(all).await.unwrap(), 0);
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id")).await, ["other"]);
}

async fn ensures_again_and_pings(engine: Arc<dyn Engine>) {
    static MORE: Collection = Collection { name: "more", append_only: false, indexes: MESSAGES.indexes };
    engine.ensure(lab::ALL).await.unwrap();
    engine.ensure(&[&MORE]).await.unwrap();
    engine.insert(&MORE, vec![message("m1", "general", 1)]).await.unwrap();
    engine.insert(&NOTES, vec![document(json!({"_id": "n1"}))]).await.unwrap();
    engine.ping().await.unwrap();
}

super::on_both_engines! {
    inserts_and_gets
    an_empty_insert_is_nothing
    replaces_what_is_unchanged
    replacing_nothing_is_a_change
    a_replacement_drops_old_fields_and_moves_in_indexes
    an_index_that_is_no_longer_declared_is_forgotten
    deletes_once
    counts_up_to_the_limit
    deletes_a_range
    ensures_again_and_pings
}
