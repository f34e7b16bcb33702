//! How fast the embedded engine is; numbers to read, not a test. Run it alone:
//! `cargo test --release -p hubbub-server speed -- --ignored --nocapture --test-threads 1`

use super::lab::{ALL, MESSAGES, message, with};
use crate::store::{Document, Engine, Query, sqlite::Sqlite};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A chat message of ordinary size, in three indexes.
fn chat(seq: u64) -> Document {
    let id = format!("{:019}", 7_000_000_000_000_000_000 + seq);
    let message = with(message(&id, "7000000000000000001", seq), "nonce", format!("nonce-{seq}"));
    with(message, "text", "Shall we meet at eight? The usual place, and bring the map this time.")
}

fn report(what: &str, documents: u64, took: Duration) {
    println!("{what}: {:.0} documents/s", documents as f64 / took.as_secs_f64());
}

async fn new_engine() -> (Arc<Sqlite>, tempfile::TempDir) {
    let home = std::env::var_os("HOME").map_or_else(std::env::temp_dir, Into::into);
    let directory = tempfile::tempdir_in(home).unwrap();
    let engine = Sqlite::open(&directory.path().join("hubbub.db")).unwrap();
    engine.ensure(ALL).await.unwrap();
    (Arc::new(engine), directory)
}

#[tokio::test]
#[ignore = "measures"]
async fn inserts_in_batches() {
    for size in [1_u64, 10, 500] {
        let (engine, _directory) = new_engine().await;
        let total = if size == 500 { 100_000 } else { 1000 * size };
        let start = Instant::now();
        for first in (0..total).step_by(size as usize) {
            engine.insert(&MESSAGES, (first..first + size).map(chat).collect()).await.unwrap();
        }
        report(&format!("inserts in batches of {size}"), total, start.elapsed());
    }
}

#[tokio::test]
#[ignore = "measures"]
async fn inserts_from_a_hundred_tasks() {
    let (engine, _directory) = new_engine().await;
    let start = Instant::now();
    let tasks = (0..100).map(|task| {
        let engine = engine.clone();
        tokio::spawn(async move {
            for n in 0..500 {
                engine.insert(&MESSAGES, vec![chat(n * 100 + task)]).await.unwrap();
            }
        })
    });
    futures_util::future::join_all(tasks).await;
    report("single inserts from 100 tasks", 50_000, start.elapsed());
}

#[tokio::test]
#[ignore = "measures"]
async fn reads_pages() {
    let (engine, _directory) = new_engine().await;
    for first in (0..50_000).step_by(500) {
        engine.insert(&MESSAGES, (first..first + 500).map(chat).collect()).await.unwrap();
    }
    let start = Instant::now();
    for n in 0..2000_u64 {
        let first = n * 7919 % 49_950;
        let page = Query::on(&MESSAGES, "channel_seq").equals("7000000000000000001").range(first..first + 50);
        assert_eq!(engine.find(page.descending().limit(50)).await.unwrap().len(), 50);
    }
    println!("a page of 50: {:?}", start.elapsed() / 2000);
    let start = Instant::now();
    for n in 0..5000_u64 {
        let id = format!("{:019}", 7_000_000_000_000_000_000 + n * 7919 % 50_000);
        assert!(engine.get(&MESSAGES, &id).await.unwrap().is_some());
    }
    println!("a get: {:?}", start.elapsed() / 5000);
}
