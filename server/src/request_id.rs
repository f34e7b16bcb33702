//! A short random name for each request: in its answer, in the log, in facts, and in a problem people report.
//!
//! Made here, never taken from outside, so that nobody can write into the log or reuse another's.

use std::future::Future;
use std::sync::Arc;

tokio::task_local! {
    static CURRENT: Arc<str>;
}

/// Runs a request under this id.
pub async fn scope<F: Future>(id: Arc<str>, request: F) -> F::Output {
    CURRENT.scope(id, request).await
}

/// A fresh id.
pub fn fresh() -> Arc<str> {
    format!("{:016x}", getrandom::u64().unwrap_or_default()).into()
}

/// The id of the request that is being answered; a fresh one outside of any.
pub fn current() -> Arc<str> {
    CURRENT.try_with(Arc::clone).unwrap_or_else(|_| fresh())
}
