//! The one thread that writes. Everything that waits when it gets to work is committed as one transaction, so a
//! busy server pays for one `fsync` per group instead of one per write.
//!
//! Each call runs in its own savepoint: a conflict undoes that call and leaves its neighbours alone. Nobody is
//! answered before the commit.

use super::{errors::failure, expiry::Expiry, work::execute};
use crate::store::StoreError;
use rusqlite::Connection;
use std::fs::File;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Calls in one transaction. More would not be faster, only later.
const GROUP: usize = 512;
/// Calls that may wait; the next one is told to come back later.
const WAITING: usize = 8192;
const SWEEP_EVERY: Duration = Duration::from_secs(60);
/// Breath between parts of a long sweep, for the writes of others.
const SWEEP_ON_AFTER: Duration = Duration::from_millis(50);

/// Runs within the transaction (or is told why there is none); what it returns is called when the fate of the
/// transaction is known.
type Job = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// Sends calls to the writing thread. Dropping it waits until all of them are written.
pub(super) struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Keeps the lock for as long as it may write.
    pub(super) fn start(connection: Connection, expiry: Expiry, lock: File) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("sqlite-writer".into()).spawn(move || {
            write_until_closed(&connection, &waiting, &expiry);
            drop(connection);
            drop(lock);
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs `work` in a transaction and answers once it is on disk.
    pub(super) async fn run<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move |transaction: Result<&Connection, StoreError>| {
            let outcome = transaction.and_then(|connection| in_savepoint(connection, work));
            let reply: Answer = Box::new(move |committed| {
                // Nobody listens any more when the caller was cancelled; the write stands.
                let _ = answer.send(committed.and(outcome));
            });
            reply
        });
        self.submit(job)?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }

    fn submit(&self, job: Job) -> Result<(), StoreError> {
        match self.jobs.as_ref().map(|jobs| jobs.try_send(job)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => {
                Err(StoreError::Unavailable("too many writes are waiting".into()))
            }
            Some(Err(TrySendError::Disconnected(_))) | None => Err(stopped()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the writer has stopped".into())
}

fn write_until_closed(connection: &Connection, waiting: &Receiver<Job>, expiry: &Expiry) {
    let mut next_sweep = Instant::now() + SWEEP_EVERY;
    loop {
        if Instant::now() >= next_sweep {
            let more = expiry.sweep_some(connection);
            next_sweep = Instant::now() + if more { SWEEP_ON_AFTER } else { SWEEP_EVERY };
        }
        match waiting.recv_timeout(next_sweep.saturating_duration_since(Instant::now())) {
            Ok(first) => write_group(connection, first, waiting),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Runs the first job and those that wait behind it, commits, answers all.
fn write_group(connection: &Connection, first: Job, waiting: &Receiver<Job>) {
    let began = connection.execute_batch("BEGIN IMMEDIATE").map_err(failure);
    let mut answers = Vec::new();
    let mut next = Some(first);
    while let Some(job) = next {
        answers.push(job(began.as_ref().map(|()| connection).map_err(again)));
        // SQLite gives up the whole transaction when the disk is full or broken.
        let lost = connection.is_autocommit();
        next = if lost || answers.len() == GROUP { None } else { waiting.try_recv().ok() };
    }
    let fate = began.and_then(|()| commit(connection));
    for answer in answers {
        answer(fate.as_ref().copied().map_err(again));
    }
}

fn commit(connection: &Connection) -> Result<(), StoreError> {
    if connection.is_autocommit() {
        return Err(StoreError::Unavailable("the transaction was given up: is the disk full?".into()));
    }
    connection.execute_batch("COMMIT").map_err(|error| {
        // A failed commit may leave the transaction open; the next group needs a new one.
        let _ = connection.execute_batch("ROLLBACK");
        failure(error)
    })
}

/// The same error for each call of a group.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(why) => StoreError::Unavailable(why.clone()),
        other => StoreError::Internal(other.to_string()),
    }
}

fn in_savepoint<R>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<R, StoreError>,
) -> Result<R, StoreError> {
    execute(connection, "SAVEPOINT call")?;
    let outcome = work(connection);
    if outcome.is_err() && !connection.is_autocommit() {
        execute(connection, "ROLLBACK TO call")?;
    }
    if !connection.is_autocommit() {
        execute(connection, "RELEASE call")?;
    }
    outcome
}
