//! What was acknowledged survives `kill -9`: the test binary runs itself as a child, kills it, and looks.

use super::lab::{ALL, MESSAGES, message};
use crate::store::{Engine, Query, sqlite::Sqlite};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const DIRECTORY: &str = "HUBBUB_TEST_CRASH_DIRECTORY";
const ENOUGH: usize = 400;

#[tokio::test]
async fn nothing_acknowledged_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let acknowledged = write_and_be_killed(directory.path());
    assert!(acknowledged.len() >= ENOUGH, "only {} lines", acknowledged.len());
    let engine = Sqlite::open(&directory.path().join("hubbub.db")).unwrap();
    engine.ensure(ALL).await.unwrap();
    for id in &acknowledged {
        assert!(engine.get(&MESSAGES, id).await.unwrap().is_some(), "{id} is lost");
    }
    let stored = engine.count(Query::on(&MESSAGES, "channel_seq")).await.unwrap();
    assert!(stored >= acknowledged.len() as u64, "the index has all of them");
}

fn write_and_be_killed(directory: &Path) -> Vec<String> {
    let mut child = start_child(directory);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    for line in lines.map_while(Result::ok) {
        acknowledged.extend(line.strip_prefix("stored ").map(str::to_owned));
        if acknowledged.len() == ENOUGH {
            // SIGKILL: no handler runs, no file is closed in order. What it said until then still counts.
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    acknowledged
}

fn start_child(directory: &Path) -> Child {
    let (_, module) = module_path!().split_once("::").unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args([&format!("{module}::child"), "--exact", "--ignored", "--nocapture"])
        .env(DIRECTORY, directory)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Inserts from several tasks and prints each id that the store acknowledged, until it is killed.
#[tokio::test]
#[ignore = "is run by nothing_acknowledged_is_lost"]
async fn child() {
    let Some(directory) = std::env::var_os(DIRECTORY).map(PathBuf::from) else { return };
    let engine = Sqlite::open(&directory.join("hubbub.db")).unwrap();
    engine.ensure(ALL).await.unwrap();
    let engine = Arc::new(engine);
    let writers = (0..8).map(|writer| write_for_ever(engine.clone(), writer));
    futures_util::future::join_all(writers).await;
}

async fn write_for_ever(engine: Arc<Sqlite>, writer: u64) {
    let start = Instant::now();
    for seq in 0.. {
        let id = format!("{writer}-{seq}");
        engine.insert(&MESSAGES, vec![message(&id, &writer.to_string(), seq)]).await.unwrap();
        println!("stored {id}");
        std::io::stdout().flush().unwrap();
        assert!(start.elapsed() < Duration::from_secs(60), "nobody killed this process");
    }
}
