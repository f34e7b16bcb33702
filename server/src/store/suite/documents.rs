//! What a document may hold comes back as it was; what an engine could not keep is refused by both.

use super::lab::{MESSAGES, NOTES, add, assert_refused, document, ids, message, with};
use crate::store::{Document, Engine, Query, StoreError, Write};
use serde_json::{Value, json};
use std::sync::Arc;

async fn round_trip(engine: &dyn Engine, fields: Value) -> Document {
    let mut note = document(fields);
    note.insert("_id".into(), json!("n1"));
    engine.insert(&NOTES, vec![note]).await.unwrap();
    let stored = engine.get(&NOTES, "n1").await.unwrap().unwrap();
    assert!(engine.delete(&NOTES, "n1").await.unwrap());
    stored
}

async fn every_kind_of_value(engine: Arc<dyn Engine>) {
    let fields = json!({
        "_id": "n1",
        "text": "Grüße, 世界 🦀 \u{1F468}\u{200D}\u{1F469} \"quoted\" \\ \n\t\u{0007}\u{0000}end",
        "empty": "",
        "truth": true,
        "float": 1.5,
        "whole float": 2.0,
        "tiny": 1e-300,
        "negative": -7,
        "nested": {"list": [1, "two", null, [], {}, {"deep": [false]}], "a.b": 1, "$c": 2, "": 3},
        "time": "2026-01-31T09:00:00.000Z",
        "version": 1,
    });
    assert_eq!(round_trip(&*engine, fields.clone()).await, document(fields));
}

async fn integers_up_to_the_limit(engine: Arc<dyn Engine>) {
    let fields = json!({"most": i64::MAX, "least": i64::MIN, "in": [i64::MAX], "beyond 53 bits": 9_007_199_254_740_993_u64});
    let stored = round_trip(&*engine, fields.clone()).await;
    for (field, value) in document(fields) {
        assert_eq!(stored[&field], value);
    }
    let above = i64::MAX as u64 + 1;
    for value in [json!(above), json!(u64::MAX), json!([{"deep": above}])] {
        let note = document(json!({"_id": "n1", "value": value}));
        assert_refused(engine.insert(&NOTES, vec![note]).await, "above i64::MAX");
    }
    add(&*engine, [message("m1", "general", i64::MAX as u64)]).await;
    let last = Query::on(&MESSAGES, "channel_seq").equals("general").range(i64::MAX as u64..);
    assert_eq!(ids(&*engine, last).await, ["m1"]);
}

async fn null_fields_are_not_stored(engine: Arc<dyn Engine>) {
    let stored = round_trip(&*engine, json!({"nothing": null, "kept": {"nothing": null}})).await;
    assert!(!stored.contains_key("nothing"));
    assert_eq!(stored["kept"], json!({"nothing": null}), "only fields of the document itself");
    add(&*engine, [with(message("m1", "general", 1), "text", "hello")]).await;
    let cleared = with(with(message("m1", "general", 1), "text", Value::Null), "version", 1);
    engine.replace(&MESSAGES, cleared).await.unwrap();
    assert!(!engine.get(&MESSAGES, "m1").await.unwrap().unwrap().contains_key("text"));
}

async fn odd_ids(engine: Arc<dyn Engine>) {
    let odd =
        ["", " ", "'; DROP TABLE messages; --", "\"", "$set", "a.b", "_id", "Ωñ🦀", "%", "*", "null", "0"];
    let mut documents = Vec::new();
    for (seq, id) in (0..).zip(odd) {
        documents.push(message(id, id, seq));
    }
    add(&*engine, documents).await;
    for id in odd {
        let stored = engine.get(&MESSAGES, id).await.unwrap().unwrap();
        engine.replace(&MESSAGES, stored).await.unwrap();
        assert_eq!(ids(&*engine, Query::on(&MESSAGES, "channel_seq").equals(id)).await, [id]);
        engine.batch(vec![Write::Delete(&MESSAGES, id.into(), Some(2))]).await.unwrap();
    }
}

async fn a_large_document(engine: Arc<dyn Engine>) {
    let text = "0123456789abcdef".repeat(65_536);
    let stored = round_trip(&*engine, json!({"text": text})).await;
    assert_eq!(stored["text"].as_str().map(str::len), Some(1 << 20));
}

async fn what_cannot_be_indexed_is_refused(engine: Arc<dyn Engine>) {
    let bad = [
        (with(message("m1", "general", 1), "kind", json!(["a"])), "cannot index its kind"),
        (with(message("m1", "general", 1), "author", json!({"id": 1})), "cannot index its author"),
        (with(message("m1", "general", 1), "channel", "a\0b"), "cannot index its channel"),
        (with(message("m1", "general", 1), "seq", Value::Null), "lacks seq of the unique index channel_seq"),
        (with(with(message("m1", "general", 1), "nonce", "n"), "author", Value::Null), "lacks author"),
        (document(json!({"channel": "general"})), "no text _id"),
        (document(json!({"_id": 7})), "no text _id"),
    ];
    for (bad, why) in bad {
        let good = message("good", "general", 1);
        assert_refused(engine.insert(&MESSAGES, vec![good, bad.clone()]).await, why);
        let bad = with(bad, "version", 1);
        assert_refused(engine.batch(vec![Write::Replace(&MESSAGES, bad)]).await, why);
    }
    assert_refused(engine.replace(&MESSAGES, message("m1", "general", 1)).await, "no version");
    assert!(ids(&*engine, Query::on(&MESSAGES, "_id")).await.is_empty());
}

async fn the_version_is_the_engines_own(engine: Arc<dyn Engine>) {
    let claimed = with(message("m1", "general", 1), "version", 41);
    add(&*engine, [claimed]).await;
    assert_eq!(super::lab::version(&*engine, "m1").await, Some(1));
    let huge = with(message("m1", "general", 1), "version", u64::MAX);
    assert!(matches!(engine.replace(&MESSAGES, huge).await, Err(StoreError::Internal(_))));
}

super::on_both_engines! {
    every_kind_of_value
    integers_up_to_the_limit
    null_fields_are_not_stored
    odd_ids
    a_large_document
    what_cannot_be_indexed_is_refused
    the_version_is_the_engines_own
}
