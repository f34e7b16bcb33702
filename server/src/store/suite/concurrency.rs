//! Many writers of one document: versions count the successes.

use super::lab::{MESSAGES, NOTES, document, message, version, with};
use crate::store::{Engine, Query, StoreError, Write};
use futures_util::future::try_join_all;
use serde_json::json;
use std::sync::Arc;
use tokio::task::JoinSet;

const WRITERS: usize = 8;

async fn at_one_version_one_writer_wins(engine: Arc<dyn Engine>) {
    engine.insert(&MESSAGES, vec![message("m1", "general", 1)]).await.unwrap();
    for round in 1..=3 {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let mine = with(with(message("m1", "general", 1), "writer", writer), "version", round);
            let engine = engine.clone();
            writers.spawn(async move { (writer, engine.replace(&MESSAGES, mine).await) });
        }
        let outcomes = writers.join_all().await;
        let won: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).collect();
        assert_eq!(won.len(), 1, "{outcomes:?}");
        assert!(
            outcomes.iter().all(|(_, outcome)| matches!(outcome, Ok(()) | Err(StoreError::Changed { .. })))
        );
        let stored = engine.get(&MESSAGES, "m1").await.unwrap().unwrap();
        assert_eq!((&stored["writer"], &stored["version"]), (&json!(won[0].0), &json!(round + 1)));
    }
}

async fn versions_count_the_successes(engine: Arc<dyn Engine>) {
    engine.insert(&MESSAGES, vec![message("m1", "general", 1)]).await.unwrap();
    let mut writers = JoinSet::new();
    for _ in 0..WRITERS {
        let engine = engine.clone();
        writers.spawn(async move {
            let mut successes = 0;
            for _ in 0..10 {
                let read = engine.get(&MESSAGES, "m1").await.unwrap().unwrap();
                match engine.replace(&MESSAGES, read).await {
                    Ok(()) => successes += 1,
                    Err(StoreError::Changed { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            successes
        });
    }
    let successes: u64 = writers.join_all().await.into_iter().sum();
    assert!(successes >= 10, "somebody always wins");
    assert_eq!(version(&*engine, "m1").await, Some(1 + successes));
}

async fn a_batch_moves_both_sides_or_none(engine: Arc<dyn Engine>) {
    engine.insert(&MESSAGES, vec![message("m1", "general", 1)]).await.unwrap();
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let engine = engine.clone();
        writers.spawn(async move {
            let note = document(json!({"_id": format!("n{writer}")}));
            let moved = with(message("m1", "general", 1), "version", 1);
            let batch = vec![Write::Insert(&NOTES, note), Write::Replace(&MESSAGES, moved)];
            (writer, engine.batch(batch).await)
        });
    }
    for (writer, outcome) in writers.join_all().await {
        let noted = engine.get(&NOTES, &format!("n{writer}")).await.unwrap().is_some();
        assert_eq!(noted, outcome.is_ok(), "{outcome:?}");
        assert!(matches!(outcome, Ok(()) | Err(StoreError::Changed { .. })), "{outcome:?}");
    }
    assert_eq!(version(&*engine, "m1").await, Some(2));
}

async fn a_unique_key_goes_to_one(engine: Arc<dyn Engine>) {
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let engine = engine.clone();
        let mine = vec![
            message(&format!("m{writer}"), "general", 1),
            message(&format!("x{writer}"), "x", writer as u64),
        ];
        writers.spawn(async move { engine.insert(&MESSAGES, mine).await });
    }
    let outcomes = writers.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    refused.for_each(|error| assert!(error.is_conflict_on("channel_seq"), "{error}"));
}

async fn a_cancelled_caller_leaves_the_engine_whole(engine: Arc<dyn Engine>) {
    for seq in 0..10 {
        let inserting = engine.insert(&MESSAGES, vec![message(&format!("m{seq}"), "general", seq)]);
        // Polled once, then dropped, like the handler of a client that went away.
        let _ = tokio::time::timeout(std::time::Duration::ZERO, inserting).await;
    }
    engine.insert(&MESSAGES, vec![message("last", "general", 99)]).await.unwrap();
    assert_eq!(version(&*engine, "last").await, Some(1));
}

async fn what_is_read_side_by_side_is_what_was_written_before(engine: Arc<dyn Engine>) {
    for seq in 1..=20 {
        let id = format!("m{seq}");
        engine.insert(&MESSAGES, vec![message(&id, "general", seq)]).await.unwrap();
        let written = Query::on(&MESSAGES, "channel_seq").equals("general");
        let reads = try_join_all((0..WRITERS * 4).map(|_| engine.get(&MESSAGES, &id)));
        let (found, count) = tokio::join!(reads, engine.count(written));
        assert!(found.unwrap().iter().all(Option::is_some), "{id}");
        assert_eq!(count.unwrap(), seq);
    }
}

super::on_both_engines! {
    at_one_version_one_writer_wins
    versions_count_the_successes
    a_batch_moves_both_sides_or_none
    a_unique_key_goes_to_one
    a_cancelled_caller_leaves_the_engine_whole
    what_is_read_side_by_side_is_what_was_written_before
}
