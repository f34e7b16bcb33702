//! Starting over when something was changed at the same moment.

use crate::error::{Error, Result};
use hubbub_shared::ErrorCode;

/// How often that is tried.
const ATTEMPTS: usize = 10;

/// Does it, and does it again from what there is by then, as long as somebody else was faster.
pub async fn if_changed<T>(attempt: impl AsyncFn() -> Result<T>) -> Result<T> {
    for _ in 0..ATTEMPTS {
        match attempt().await {
            Err(Error::Rejected(problem)) if problem.code == ErrorCode::Conflict => {}
            outcome => return outcome,
        }
    }
    Err(Error::unavailable())
}
