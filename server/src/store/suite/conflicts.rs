//! Unique indexes refuse by name, and nothing of a refused call is written.

use super::lab::{self, MESSAGES, add, assert_conflict, ids, message, version, with};
use crate::store::{Engine, Query, Write};
use std::sync::Arc;

async fn an_id_exists_once(engine: Arc<dyn Engine>) {
    add(&*engine, [message("m1", "general", 1)]).await;
    assert_conflict(engine.insert(&MESSAGES, vec![message("m1", "general", 2)]).await, "messages._id");
    let several = vec![message("m2", "general", 2), message("m1", "general", 3)];
    assert_conflict(engine.insert(&MESSAGES, several).await, "messages._id");
    assert_eq!(version(&*engine, "m2").await, None);
}

async fn a_unique_index_is_named(engine: Arc<dyn Engine>) {
    add(&*engine, [message("m1", "general", 1), message("m2", "random", 1)]).await;
    let taken = engine.insert(&MESSAGES, vec![message("m3", "general", 1)]).await;
    assert_conflict(taken, "messages.channel_seq");
    let several = (3..20).map(|seq| message(&format!("m{seq}"), "general", seq % 18)).collect();
    assert_conflict(engine.insert(&MESSAGES, several).await, "messages.channel_seq");
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id")).await, ["m1", "m2"]);
}

async fn a_partial_index_holds_only_documents_with_the_field(engine: Arc<dyn Engine>) {
    let nonce = |id, seq, nonce: &str| with(message(id, "general", seq), "nonce", nonce);
    add(&*engine, [message("m1", "general", 1), message("m2", "general", 2), nonce("m3", 3, "n1")]).await;
    add(&*engine, [with(message("m4", "general", 4), "nonce", None::<String>)]).await;
    assert_conflict(engine.insert(&MESSAGES, vec![nonce("m5", 5, "n1")]).await, "messages.nonce");
    add(&*engine, [with(nonce("m6", 6, "n1"), "author", "ben")]).await;
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "nonce").equals("ana")).await, ["m3"]);
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "nonce").equals("ana").equals("n1")).await, ["m3"]);
}

async fn a_replacement_may_not_take_what_is_taken(engine: Arc<dyn Engine>) {
    add(&*engine, [message("m1", "general", 1), message("m2", "general", 2)]).await;
    let moved = with(message("m2", "general", 1), "version", 1);
    assert_conflict(engine.replace(&MESSAGES, moved).await, "messages.channel_seq");
    assert_eq!(version(&*engine, "m2").await, Some(1));
}

async fn a_conflict_in_a_batch_undoes_the_batch(engine: Arc<dyn Engine>) {
    add(&*engine, [message("m1", "general", 1), message("m2", "general", 2)]).await;
    let writes = |last| {
        vec![
            Write::Insert(&MESSAGES, message("m3", "general", 3)),
            Write::Replace(&MESSAGES, with(message("m1", "random", 9), "version", 1)),
            Write::Delete(&MESSAGES, "m2".into(), Some(1)),
            Write::Insert(&lab::NOTES, message("n1", "x", 1)),
            Write::Insert(&MESSAGES, last),
        ]
    };
    assert_conflict(engine.batch(writes(message("m4", "general", 3))).await, "messages.channel_seq");
    assert_conflict(engine.batch(writes(message("m1", "general", 8))).await, "messages._id");
    let noted = |id, seq| with(message(id, "general", seq), "nonce", "n");
    let twice = vec![Write::Insert(&MESSAGES, noted("m5", 5)), Write::Insert(&MESSAGES, noted("m6", 6))];
    assert_conflict(engine.batch(twice).await, "messages.nonce");
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id")).await, ["m1", "m2"]);
    assert_eq!(version(&*engine, "m1").await, Some(1));
    assert_eq!(engine.get(&lab::NOTES, "n1").await.unwrap(), None);
}

async fn values_that_look_like_messages_name_no_index(engine: Arc<dyn Engine>) {
    let text = "index: evil 'messages_evil' collection: evil.evil";
    add(&*engine, [message("m1", text, 1)]).await;
    assert_conflict(engine.insert(&MESSAGES, vec![message("m2", text, 1)]).await, "messages.channel_seq");
    add(&*engine, [message(text, "general", 1)]).await;
    assert_conflict(engine.insert(&MESSAGES, vec![message(text, "general", 2)]).await, "messages._id");
}

super::on_both_engines! {
    an_id_exists_once
    a_unique_index_is_named
    a_partial_index_holds_only_documents_with_the_field
    a_replacement_may_not_take_what_is_taken
    a_conflict_in_a_batch_undoes_the_batch
    values_that_look_like_messages_name_no_index
}
