//! Ranges of an index: prefixes, bounds on either end, both orders, limits.

use super::lab::{MESSAGES, add, assert_refused, ids, message, with};
use crate::store::{Engine, Query};
use serde_json::json;
use std::ops::Bound::{self, Excluded, Included, Unbounded};
use std::sync::Arc;

type Bounds = (Bound<u64>, Bound<u64>);

fn general() -> Query {
    Query::on(&MESSAGES, "channel_seq").equals("general")
}

/// Five messages in #general between those of two other channels.
async fn three_channels(engine: &dyn Engine) {
    for channel in ["a", "general", "z"] {
        add(engine, (1..=5).map(|seq| message(&format!("{channel}{seq}"), channel, seq))).await;
    }
}

async fn bounds_on_both_ends(engine: Arc<dyn Engine>) {
    three_channels(&*engine).await;
    let cases: [(Bounds, &[&str]); 9] = [
        ((Unbounded, Unbounded), &["general1", "general2", "general3", "general4", "general5"]),
        ((Included(4), Unbounded), &["general4", "general5"]),
        ((Excluded(4), Unbounded), &["general5"]),
        ((Unbounded, Included(2)), &["general1", "general2"]),
        ((Unbounded, Excluded(2)), &["general1"]),
        ((Included(2), Included(3)), &["general2", "general3"]),
        ((Excluded(2), Excluded(4)), &["general3"]),
        ((Included(3), Excluded(3)), &[]),
        ((Included(9), Unbounded), &[]),
    ];
    for (range, expected) in cases {
        assert_eq!(ids(&*engine, general().range(range)).await, expected, "{range:?}");
        let mut backwards = ids(&*engine, general().range(range).descending()).await;
        backwards.reverse();
        assert_eq!(backwards, expected, "{range:?} descending");
    }
}

async fn a_limit_keeps_the_first(engine: Arc<dyn Engine>) {
    three_channels(&*engine).await;
    assert_eq!(ids(&*engine, general().limit(2)).await, ["general1", "general2"]);
    assert_eq!(ids(&*engine, general().descending().limit(2)).await, ["general5", "general4"]);
    assert_eq!(ids(&*engine, general().range(..4).descending().limit(1)).await, ["general3"]);
    assert!(ids(&*engine, general().limit(0)).await.is_empty());
}

async fn a_whole_index_in_order(engine: Arc<dyn Engine>) {
    three_channels(&*engine).await;
    let all = ids(&*engine, Query::on(&MESSAGES, "channel_seq")).await;
    assert_eq!((all.len(), all[0].as_str(), all[14].as_str()), (15, "a1", "z5"));
    let channels = Query::on(&MESSAGES, "channel_seq").range("b".."z");
    assert_eq!(ids(&*engine, channels.limit(1)).await, ["general1"]);
}

async fn several_equal_keys(engine: Arc<dyn Engine>) {
    let kind =
        |id, seq, author: &str, kind: &str| with(with(message(id, "c", seq), "author", author), "kind", kind);
    add(
        &*engine,
        [
            kind("4", 1, "ana", "pin"),
            kind("2", 2, "ana", "text"),
            kind("3", 3, "ben", "text"),
            kind("1", 4, "ana", "text"),
        ],
    )
    .await;
    let on = || Query::on(&MESSAGES, "author_kind").equals("ana");
    assert_eq!(ids(&*engine, on()).await, ["4", "1", "2"]);
    assert_eq!(ids(&*engine, on().equals("text")).await, ["1", "2"]);
    assert_eq!(ids(&*engine, on().equals("text").descending()).await, ["2", "1"]);
    assert_eq!(ids(&*engine, on().equals("text").range("2"..)).await, ["2"]);
    assert_eq!(ids(&*engine, on().equals("text").equals("1")).await, ["1"]);
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id").range("2".."4")).await, ["2", "3"]);
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id").equals("3")).await, ["3"]);
    assert_eq!(ids(&*engine, Query::on(&MESSAGES, "_id").descending().limit(2)).await, ["4", "3"]);
}

async fn a_bound_leaves_out_what_lacks_the_key(engine: Arc<dyn Engine>) {
    let mut kindless = message("m1", "general", 1);
    kindless.remove("kind");
    add(&*engine, [kindless, message("m2", "general", 2)]).await;
    let on = || Query::on(&MESSAGES, "author_kind").equals("ana");
    assert_eq!(ids(&*engine, on()).await, ["m1", "m2"]);
    assert_eq!(ids(&*engine, on().range(.."zzz")).await, ["m2"]);
    assert_eq!(ids(&*engine, on().range("a"..)).await, ["m2"]);
}

async fn text_sorts_by_code_point_and_numbers_by_value(engine: Arc<dyn Engine>) {
    for (seq, author) in [(9, "B"), (10, "a"), (100, "ä"), (2, "Ω"), (11, "🦀")] {
        add(&*engine, [with(message(&format!("m{seq}"), "general", seq), "author", author)]).await;
    }
    assert_eq!(ids(&*engine, general()).await, ["m2", "m9", "m10", "m11", "m100"]);
    let by_author = Query::on(&MESSAGES, "author_kind");
    assert_eq!(ids(&*engine, by_author).await, ["m9", "m10", "m100", "m2", "m11"]);
}

async fn a_nonsensical_query_is_refused(engine: Arc<dyn Engine>) {
    let nonsense = [
        (Query::on(&MESSAGES, "nowhere"), "not declared"),
        (general().equals(1).equals(2), "more values"),
        (general().equals(1).range(1..2), "key that the index does not have"),
        (Query::on(&MESSAGES, "channel_seq").equals(json!(null)), "value that is not"),
        (general().range(json!({"$gt": 0})..), "value that is not"),
        (general().equals(u64::MAX), "value that is not"),
        (Query::on(&MESSAGES, "channel_seq").equals("nul\0"), "value that is not"),
    ];
    for (query, why) in nonsense {
        assert_refused(engine.find(query.clone()).await.map(drop), why);
        assert_refused(engine.count(query.clone()).await.map(drop), why);
        assert_refused(engine.delete_range(query).await.map(drop), why);
    }
}

super::on_both_engines! {
    bounds_on_both_ends
    a_limit_keeps_the_first
    a_whole_index_in_order
    several_equal_keys
    a_bound_leaves_out_what_lacks_the_key
    text_sorts_by_code_point_and_numbers_by_value
    a_nonsensical_query_is_refused
}
