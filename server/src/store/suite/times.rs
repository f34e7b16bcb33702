//! TTL indexes: text outside, whatever the engine needs inside.

use super::lab::{SESSIONS, assert_refused, document, ids};
use crate::store::{Document, Engine, Query};
use serde_json::json;
use std::sync::Arc;

/// Far enough ahead that no engine deletes it during the test.
const TIMES: [&str; 4] = [
    "2126-01-31T09:00:00.000Z",
    "2126-01-31T09:00:00.001Z",
    "2126-01-31T09:00:00.120Z",
    "2127-12-31T23:59:59.999Z",
];

fn session(id: &str, ends_at: &str) -> Document {
    document(json!({"_id": id, "user": "ana", "ends_at": ends_at}))
}

async fn times_come_back_as_text(engine: Arc<dyn Engine>) {
    for (id, time) in ["s0", "s1", "s2", "s3"].into_iter().zip(TIMES) {
        engine.insert(&SESSIONS, vec![session(id, time)]).await.unwrap();
        assert_eq!(engine.get(&SESSIONS, id).await.unwrap().unwrap()["ends_at"], json!(time));
    }
    let by_time = || Query::on(&SESSIONS, "ends");
    assert_eq!(ids(&*engine, by_time()).await, ["s0", "s1", "s2", "s3"]);
    assert_eq!(ids(&*engine, by_time().range(TIMES[1]..TIMES[3])).await, ["s1", "s2"]);
    assert_eq!(ids(&*engine, by_time().equals(TIMES[2])).await, ["s2"]);
    let of_user = Query::on(&SESSIONS, "user_ends").equals("ana").range(TIMES[1]..).descending();
    assert_eq!(ids(&*engine, of_user).await, ["s3", "s2", "s1"]);
    assert_eq!(engine.delete_range(by_time().range(..TIMES[2])).await.unwrap(), 2);
}

async fn a_replaced_time_counts(engine: Arc<dyn Engine>) {
    engine.insert(&SESSIONS, vec![session("s1", TIMES[0])]).await.unwrap();
    let mut read = engine.get(&SESSIONS, "s1").await.unwrap().unwrap();
    read.insert("ends_at".into(), json!(TIMES[3]));
    engine.replace(&SESSIONS, read.clone()).await.unwrap();
    assert_eq!(engine.get(&SESSIONS, "s1").await.unwrap().unwrap()["ends_at"], json!(TIMES[3]));
    assert_eq!(ids(&*engine, Query::on(&SESSIONS, "ends").range(TIMES[1]..)).await, ["s1"]);
}

async fn without_a_time_it_stays(engine: Arc<dyn Engine>) {
    engine.insert(&SESSIONS, vec![document(json!({"_id": "s1", "user": "ana"}))]).await.unwrap();
    assert!(ids(&*engine, Query::on(&SESSIONS, "ends").range(TIMES[0]..)).await.is_empty());
    assert_eq!(ids(&*engine, Query::on(&SESSIONS, "user_ends").equals("ana")).await, ["s1"]);
}

async fn other_forms_of_time_are_refused(engine: Arc<dyn Engine>) {
    for odd in ["2126-01-31", "2126-01-31T09:00:00Z", "2126-01-31T09:00:00.000+01:00", "tomorrow", ""] {
        assert_refused(engine.insert(&SESSIONS, vec![session("s1", odd)]).await, "as the time ends_at");
    }
    let number = document(json!({"_id": "s1", "ends_at": 4_923_000_000_u64}));
    assert_refused(engine.insert(&SESSIONS, vec![number]).await, "as the time ends_at");
}

super::on_both_engines! {
    times_come_back_as_text
    a_replaced_time_counts
    without_a_time_it_stays
    other_forms_of_time_are_refused
}
