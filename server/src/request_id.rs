//! A short random name for each request: in its answer, in the log, and in a problem people report.
//!
//! Made here, never taken from outside, so that nobody can write into the log or reuse another's.

use std::future::Future;

tokio::task_local! {
    static CURRENT: String;
}

/// Runs a request under a fresh id.
pub async fn scope<F: Future>(id: &str, request: F) -> F::Output {
    CURRENT.scope(id.to_owned(), request).await
}

/// A fresh id.
pub fn fresh() -> String {
    format!("{:016x}", getrandom::u64().unwrap_or_default())
}

/// The id of the request that is being answered; a fresh one outside of any.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_else(|_| fresh())
}
