//! What is particular to the embedded engine: its files, its index use, its own sweep.

use super::lab::{ALL, MESSAGES, SESSIONS, document, ids, message, with};
use crate::store::{Collection, Engine, Index, Query, StoreError, sqlite::Sqlite};
use serde_json::json;
use std::path::Path;

fn refusal(path: &Path) -> String {
    match Sqlite::open(path).map(drop) {
        Err(StoreError::Setup(text)) => text,
        other => panic!("expected a setup error, got {other:?}"),
    }
}

#[tokio::test]
async fn every_query_searches_its_index() {
    let directory = tempfile::tempdir().unwrap();
    let engine = Sqlite::open(&directory.path().join("hubbub.db")).unwrap();
    engine.ensure(ALL).await.unwrap();
    let on = |index| Query::on(&MESSAGES, index);
    let cases = [
        (
            on("channel_seq").equals("c").range(1..9).descending().limit(50),
            "SEARCH messages USING INDEX messages_channel_seq",
        ),
        (on("channel_seq").equals("c").limit(1), "SEARCH messages USING INDEX messages_channel_seq"),
        (on("nonce").equals("a").equals("n"), "SEARCH messages USING INDEX messages_nonce"),
        (
            on("author_kind").equals("a").equals("k").range("1"..),
            "SEARCH messages USING INDEX messages_author_kind",
        ),
        (on("author_kind").equals("a").descending(), "SEARCH messages USING INDEX messages_author_kind"),
        (on("channel_seq"), "SCAN messages USING INDEX messages_channel_seq"),
        (on("nonce"), "SCAN messages USING INDEX messages_nonce"),
        (on("_id").range("1".."2"), "SEARCH messages USING INDEX sqlite_autoindex_messages_1"),
        (Query::on(&SESSIONS, "ends").range(.."2126"), "SEARCH sessions USING INDEX sessions_ends"),
    ];
    for (query, expected) in cases {
        let plan = engine.explain(query).await.unwrap();
        assert!(plan.starts_with(expected), "{plan:?} instead of {expected:?}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan:?} sorts");
    }
}

#[tokio::test]
async fn a_changed_index_is_built_anew() {
    static BEFORE: Collection = Collection {
        name: "messages",
        append_only: false,
        indexes: &[Index { name: "channel_seq", keys: &["seq"], unique: false, partial: None, ttl: false }],
    };
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hubbub.db");
    let engine = Sqlite::open(&path).unwrap();
    engine.ensure(&[&BEFORE]).await.unwrap();
    engine.insert(&BEFORE, vec![message("m1", "general", 1)]).await.unwrap();
    engine.ensure(ALL).await.unwrap();
    assert_eq!(ids(&engine, Query::on(&MESSAGES, "channel_seq").equals("general")).await, ["m1"]);
}

#[tokio::test]
async fn the_sweep_deletes_what_has_expired() {
    let directory = tempfile::tempdir().unwrap();
    let engine = Sqlite::open(&directory.path().join("hubbub.db")).unwrap();
    engine.ensure(ALL).await.unwrap();
    let at = |seconds| format!("2026-01-31T09:00:{seconds:02}.000Z");
    let session = |seconds| document(json!({"_id": format!("s{seconds}"), "ends_at": at(seconds)}));
    engine.insert(&SESSIONS, (1..=4).map(session).collect()).await.unwrap();
    engine.insert(&SESSIONS, vec![document(json!({"_id": "forever"}))]).await.unwrap();
    engine.sweep(&at(0)).await.unwrap();
    assert_eq!(engine.count(Query::on(&SESSIONS, "_id")).await.unwrap(), 5);
    engine.sweep(&at(2)).await.unwrap();
    assert_eq!(ids(&engine, Query::on(&SESSIONS, "_id")).await, ["forever", "s3", "s4"]);
}

#[tokio::test]
async fn one_process_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hubbub.db");
    let engine = Sqlite::open(&path).unwrap();
    let text = refusal(&path);
    assert!(text.contains(&format!("in use by another hubbub (process {})", std::process::id())), "{text}");
    engine.ping().await.unwrap();
    drop(engine);
    Sqlite::open(&path).unwrap().ping().await.unwrap();
}

#[test]
fn a_directory_that_cannot_be_written_is_explained() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "").unwrap();
    for path in [file.join("data/hubbub.db"), "/proc/hubbub/hubbub.db".into(), "/proc/hubbub.db".into()] {
        let text = refusal(&path);
        assert!(text.starts_with("cannot "), "{text}");
        assert!(text.contains(&path.parent().unwrap().display().to_string()), "{text}");
        assert!(text.ends_with("set HUBBUB_DATA to a directory that this user may write"), "{text}");
    }
}

#[test]
fn a_file_that_is_no_database_is_explained() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hubbub.db");
    std::fs::write(&path, "this is a letter to my aunt, and it goes on and on ".repeat(100)).unwrap();
    assert!(refusal(&path).contains("not a database"));
}

#[tokio::test]
async fn a_closed_database_is_one_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hubbub.db");
    let engine = Sqlite::open(&path).unwrap();
    engine.ensure(ALL).await.unwrap();
    engine.insert(&MESSAGES, vec![message("m1", "general", 1)]).await.unwrap();
    drop(engine);
    assert!(!path.with_extension("db-wal").exists(), "the log is folded into the database");
    let shell = rusqlite::Connection::open(&path).unwrap();
    let text: String = shell.query_row("SELECT json(doc) FROM messages", [], |row| row.get(0)).unwrap();
    let stored = document(serde_json::from_str(&text).unwrap());
    assert_eq!(stored["channel"], "general", "{text} is readable in the sqlite3 shell");
}

#[tokio::test]
async fn a_failed_call_leaves_its_neighbours_alone() {
    let directory = tempfile::tempdir().unwrap();
    let engine = Sqlite::open(&directory.path().join("hubbub.db")).unwrap();
    engine.ensure(ALL).await.unwrap();
    let mut calls = Vec::new();
    for seq in 0..50 {
        // Every second pair wants the place of its predecessor.
        let place = if seq % 2 == 1 { seq - 1 } else { seq };
        let pair = vec![
            message(&format!("a{seq:02}"), "extra", seq),
            message(&format!("m{seq:02}"), "general", place),
        ];
        calls.push(engine.insert(&MESSAGES, pair));
    }
    let outcomes = futures_util::future::join_all(calls).await;
    for (seq, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.is_ok(), seq % 2 == 0, "{seq}: {outcome:?}");
    }
    assert_eq!(engine.count(Query::on(&MESSAGES, "_id")).await.unwrap(), 50);
}

#[tokio::test]
async fn a_full_disk_is_unavailable_until_there_is_room() {
    let directory = tempfile::tempdir().unwrap();
    let engine = Sqlite::open(&directory.path().join("hubbub.db")).unwrap();
    engine.ensure(ALL).await.unwrap();
    engine.limit_pages(60).await.unwrap();
    let long = |seq: u64| {
        let text = "x".repeat(20_000);
        engine.insert(&MESSAGES, vec![with(message(&format!("m{seq:02}"), "general", seq), "text", text)])
    };
    let outcomes = futures_util::future::join_all((0..40).map(long)).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(StoreError::Unavailable(_)))));
    let stored = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
    assert!(stored < 40);
    assert_eq!(engine.count(Query::on(&MESSAGES, "channel_seq")).await.unwrap(), stored);
    engine.limit_pages(100_000).await.unwrap();
    long(99).await.unwrap();
    assert_eq!(engine.count(Query::on(&MESSAGES, "channel_seq")).await.unwrap(), stored + 1);
}
