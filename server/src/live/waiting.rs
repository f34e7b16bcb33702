//! Working off what is due, and waiting for what comes next: nobody wakes up for nothing.

use super::Live;
use super::news::News;
use crate::error::Result;
use hubbub_shared::Timestamp;
use std::future::Future;
use std::time::Duration;

/// What could not be done is tried again after this.
const PAUSE: Duration = Duration::from_secs(5);

/// Works for ever. `work` does all that is due, and says when the next thing is.
pub async fn for_ever<W, F>(live: &Live, news: &News, work: W)
where
    W: Fn(Live) -> F,
    F: Future<Output = Result<Option<Timestamp>>>,
{
    loop {
        let next = match work(live.clone()).await {
            Ok(next) => next.map(|next| until(live, next)),
            Err(error) => {
                tracing::warn!("what is due is done later: {error}");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        match next {
            // Woken earlier by what comes meanwhile.
            Some(wait) => drop(tokio::time::timeout(wait, news.wait()).await),
            None => news.wait().await,
        }
    }
}

/// At least a moment, so that a clock that stands still makes nobody run in circles.
fn until(live: &Live, next: Timestamp) -> Duration {
    let ms = next.0.saturating_sub(live.clock.now().0).max(20);
    Duration::from_millis(ms.unsigned_abs())
}
