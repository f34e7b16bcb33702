//! Several writes at once.

use super::lab::{MESSAGES, NOTES, add, assert_changed, ids, message, version, with};
use crate::store::{Engine, Query, Write};
use std::sync::Arc;

async fn all_of_a_batch_is_written(engine: Arc<dyn Engine>) {
    add(&*engine, (1..=4).map(|seq| message(&format!("m{seq}"), "general", seq))).await;
    let batch = vec![
        Write::Insert(&MESSAGES, message("m5", "general", 5)),
        Write::Insert(&MESSAGES, message("m6", "general", 6)),
        Write::Replace(&MESSAGES, with(message("m1", "random", 1), "version", 1)),
        Write::Delete(&MESSAGES, "m2".into(), Some(1)),
        Write::Delete(&MESSAGES, "m3".into(), None),
        Write::Delete(&MESSAGES, "never there".into(), None),
        Write::Insert(&NOTES, message("n1", "x", 1)),
    ];
    engine.batch(batch).await.unwrap();
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id")).await, ["m1", "m4", "m5", "m6"]);
    assert_eq!(version(&*engine, "m1").await, Some(2));
    assert!(engine.get(&NOTES, "n1").await.unwrap().is_some());
}

async fn a_batch_sees_its_own_writes(engine: Arc<dyn Engine>) {
    let batch = vec![
        Write::Insert(&MESSAGES, message("m1", "general", 1)),
        Write::Replace(&MESSAGES, with(message("m1", "general", 2), "version", 1)),
        Write::Insert(&MESSAGES, message("m2", "general", 1)),
        Write::Delete(&MESSAGES, "m2".into(), Some(1)),
        Write::Insert(&MESSAGES, message("m3", "general", 1)),
    ];
    engine.batch(batch).await.unwrap();
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "channel_seq").equals("general")).await, ["m3", "m1"]);
}

async fn a_change_in_a_batch_undoes_the_batch(engine: Arc<dyn Engine>) {
    add(&*engine, [message("m1", "general", 1), message("m2", "general", 2)]).await;
    engine.replace(&MESSAGES, with(message("m1", "general", 1), "version", 1)).await.unwrap();
    let insert = Write::Insert(&MESSAGES, message("m3", "general", 3));
    let remove = Write::Delete(&MESSAGES, "m2".into(), Some(1));
    let stale = Write::Replace(&MESSAGES, with(message("m1", "general", 1), "version", 1));
    let batch = vec![insert.clone(), remove.clone(), stale];
    assert_changed(engine.batch(batch).await, "messages/m1");
    let stale = Write::Delete(&MESSAGES, "m1".into(), Some(1));
    assert_changed(engine.batch(vec![insert.clone(), remove.clone(), stale]).await, "messages/m1");
    let gone = Write::Delete(&MESSAGES, "m9".into(), Some(1));
    assert_changed(engine.batch(vec![insert, remove, gone]).await, "messages/m9");
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id")).await, ["m1", "m2"]);
}

async fn one_write_is_a_batch_too(engine: Arc<dyn Engine>) {
    engine.batch(vec![Write::Insert(&MESSAGES, message("m1", "general", 1))]).await.unwrap();
    let replacement = with(message("m1", "general", 2), "version", 1);
    engine.batch(vec![Write::Replace(&MESSAGES, replacement.clone())]).await.unwrap();
    assert_changed(engine.batch(vec![Write::Replace(&MESSAGES, replacement)]).await, "messages/m1");
    assert_changed(engine.batch(vec![Write::Delete(&MESSAGES, "m1".into(), Some(1))]).await, "messages/m1");
    engine.batch(vec![Write::Delete(&MESSAGES, "m1".into(), Some(2))]).await.unwrap();
    assert_eq!(version(&*engine, "m1").await, None);
}

async fn many_at_once(engine: Arc<dyn Engine>) {
    add(&*engine, (0..300).map(|seq| message(&format!("m{seq:03}"), "general", seq))).await;
    let found = ids(&*engine, Query::on(&MESSAGES, "channel_seq").equals("general")).await;
    assert_eq!(found.len(), 300);
    assert!(found.is_sorted());
}

super::on_both_engines! {
    all_of_a_batch_is_written
    a_batch_sees_its_own_writes
    a_change_in_a_batch_undoes_the_batch
    one_write_is_a_batch_too
    many_at_once
}
