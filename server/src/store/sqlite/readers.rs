//! A few threads that read, each with its own connection. In WAL mode they never wait for the writer.
//!
//! Reads that wait when a thread gets to work share a transaction: beginning one asks the system for locks. It begins
//! after all of them were asked for, so none sees less than it would alone.

use super::work::execute;
use crate::store::StoreError;
use crossbeam_channel::{Receiver, Sender, unbounded};
use rusqlite::Connection;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Reads in one transaction. More would keep some waiting while another thread has nothing to do.
const GROUP: usize = 8;

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// Sends reads to whichever thread is free. Dropping it ends the threads.
pub(super) struct Readers {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    /// One thread per connection.
    pub(super) fn start(connections: Vec<Connection>) -> std::io::Result<Self> {
        let (jobs, waiting) = unbounded();
        let threads = connections.into_iter().map(|connection| spawn(connection, waiting.clone()));
        Ok(Self { threads: threads.collect::<Result<_, _>>()?, jobs: Some(jobs) })
    }

    /// Runs `work` on one of the threads.
    pub(super) async fn run<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.submit(Box::new(move |connection| {
            // A caller that was cancelled no longer listens.
            if !answer.is_closed() {
                let _ = answer.send(work(connection));
            }
        }))?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }

    fn submit(&self, job: Job) -> Result<(), StoreError> {
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(job).map_err(|_| stopped())
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn spawn(connection: Connection, waiting: Receiver<Job>) -> std::io::Result<JoinHandle<()>> {
    let read = move || {
        while let Some(group) = next(&waiting) {
            read_group(&connection, group);
        }
    };
    std::thread::Builder::new().name("sqlite-reader".into()).spawn(read)
}

/// Waits for the next jobs; `None` when the store was closed.
fn next(waiting: &Receiver<Job>) -> Option<Vec<Job>> {
    let first = waiting.recv().ok()?;
    Some(std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect())
}

fn read_group(connection: &Connection, group: Vec<Job>) {
    // Without a transaction of the group, each read has its own.
    let is_shared = group.len() > 1 && execute(connection, "BEGIN").is_ok();
    group.into_iter().for_each(|job| job(connection));
    // A transaction that went on would show later reads the past.
    if is_shared && execute(connection, "COMMIT").or_else(|_| execute(connection, "ROLLBACK")).is_err() {
        tracing::error!("a reader does not end its transaction");
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the readers have stopped".into())
}
