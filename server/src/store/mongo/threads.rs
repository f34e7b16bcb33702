//! The driver and the threads it lives on.
//!
//! The driver ties its connections to the runtime it was started on. The server has several single-threaded
//! ones, and cancels calls when a client goes away; so the driver gets a small runtime of its own, where each
//! operation runs to its end, and its callers only wait for the answer.

use super::errors::failure;
use crate::store::StoreError;
use std::future::Future;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// The driver has no timeout for a server that accepts a request and never answers. Longer than its own
/// timeouts, shorter than anybody's patience.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// Threads that encode, decode and wait for the network.
const THREADS: usize = 2;

/// The runtime of one client.
pub(super) struct Threads(Option<Runtime>);

impl Threads {
    pub(super) fn start() -> Result<Self, StoreError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("mongodb")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Setup(format!("cannot start threads for MongoDB: {error}")))?;
        Ok(Self(Some(runtime)))
    }

    /// Runs an operation to its end, even if the caller stops waiting.
    pub(super) async fn run<R: Send + 'static>(
        &self,
        operation: impl Future<Output = mongodb::error::Result<R>> + Send + 'static,
    ) -> Result<R, StoreError> {
        let Some(runtime) = &self.0 else { return Err(stopped()) };
        let running = runtime.spawn(tokio::time::timeout(ANSWER_WITHIN, operation));
        match running.await {
            Ok(Ok(outcome)) => outcome.map_err(failure),
            Ok(Err(_)) => Err(StoreError::Unavailable(format!(
                "MongoDB did not answer within {} seconds",
                ANSWER_WITHIN.as_secs()
            ))),
            Err(_) => Err(stopped()),
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // Waiting for a runtime is not allowed on the threads of another one.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the MongoDB driver has stopped".into())
}
