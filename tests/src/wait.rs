//! Waiting with a deadline.

use std::future::Future;
use std::time::{Duration, Instant};

/// How long is waited for anything before a story fails: no claim of speed. Two cores run several servers at once, and a
/// MongoDB keeps what a killed server had begun from everybody for a minute (`transactionLifetimeLimitSeconds`).
pub const DEADLINE: Duration = Duration::from_secs(75);

/// The future's value, or a panic that says what was waited for.
pub async fn within<T>(deadline: Duration, what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(deadline, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {deadline:?} in vain for {what}"),
    }
}

/// Asks again until there is an answer.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(started.elapsed() < DEADLINE, "waited {DEADLINE:?} in vain for {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
