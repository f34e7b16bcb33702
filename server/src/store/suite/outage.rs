//! MongoDB goes away and comes back: calls fail soon, then work again without anybody's help. These tests start
//! their own SecantusDB, a server that speaks MongoDB's protocol (`~/.cache/hubbub/secantus`).

use super::lab::{ALL, MESSAGES, message, version};
use crate::store::{Engine, StoreError, mongo::Mongo};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that is killed when this is dropped.
struct Server(Child);

impl Server {
    fn start(port: u16, directory: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(program().unwrap());
        command
            .args(["--port", &port.to_string(), "--host", "127.0.0.1", "--storage-path"])
            .arg(directory)
            .args(more);
        Self(command.current_dir(directory).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program() -> Option<PathBuf> {
    let home = PathBuf::from(std::env::var_os("HOME")?);
    let program = home.join(".cache/hubbub/secantus/bin/secantusd-py");
    if !program.exists() {
        eprintln!("SKIPPED: {} is not there", program.display());
        return None;
    }
    Some(program)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Tries again until it works or a minute has passed.
async fn eventually<T>(mut attempt: impl AsyncFnMut() -> Result<T, StoreError>) -> T {
    let start = Instant::now();
    loop {
        match attempt().await {
            Ok(done) => return done,
            Err(StoreError::Unavailable(_)) if start.elapsed() < Duration::from_secs(60) => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn comes_back_by_itself() {
    if program().is_none() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let port = free_port();
    let uri = format!("mongodb://127.0.0.1:{port}/hubbub?serverSelectionTimeoutMS=1000");
    let server = Server::start(port, directory.path(), &["--sync-on-commit"]);
    let mongo = eventually(async || Mongo::connect(&uri).await).await;
    mongo.ensure(ALL).await.unwrap();
    mongo.insert(&MESSAGES, vec![message("m1", "general", 1)]).await.unwrap();

    drop(server);
    let start = Instant::now();
    let several = vec![message("m2", "general", 2), message("m3", "general", 3)];
    for outcome in [
        mongo.get(&MESSAGES, "m1").await.map(drop),
        mongo.insert(&MESSAGES, vec![message("m4", "general", 4)]).await,
        mongo.insert(&MESSAGES, several).await,
        mongo.ping().await,
    ] {
        assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    }
    assert!(start.elapsed() < Duration::from_secs(30), "calls fail soon");

    let _server = Server::start(port, directory.path(), &["--sync-on-commit"]);
    eventually(async || mongo.ping().await).await;
    assert_eq!(version(&mongo, "m1").await, Some(1));
    mongo.insert(&MESSAGES, vec![message("m5", "general", 5), message("m6", "general", 6)]).await.unwrap();
}

#[tokio::test]
async fn a_standalone_server_is_explained() {
    if program().is_none() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let port = free_port();
    let _server = Server::start(port, directory.path(), &["--standalone"]);
    let uri = format!("mongodb://127.0.0.1:{port}/hubbub?serverSelectionTimeoutMS=500");
    let text = eventually(async || match Mongo::connect(&uri).await {
        Err(StoreError::Setup(text)) => Ok(text),
        Err(other) => Err(other),
        Ok(_) => panic!("a standalone server was accepted"),
    })
    .await;
    assert!(text.starts_with(&format!("MongoDB at 127.0.0.1:{port} is a standalone server")), "{text}");
}
