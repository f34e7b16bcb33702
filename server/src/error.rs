//! Two kinds of error: what the caller can act on, and what we must act on.
//!
//! `Rejected` goes to the caller as it is. `Internal` becomes the same words every time; its cause is logged
//! once, under the request id, where the answer is made (`http/` and `gateway/`).

use crate::store::StoreError;
use hubbub_shared::permissions::manage::Refusal;
use hubbub_shared::{ErrorCode, Problem};

/// Why an operation failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller can act on it.
    #[error("{0}")]
    Rejected(Problem),
    /// We must act on it.
    #[error("{0:#}")]
    Internal(anyhow::Error),
}

/// What every operation of the domain returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The answer for what does not exist and for what the caller may not see.
    pub fn not_found() -> Self {
        Self::Rejected(Problem::not_found())
    }

    /// The caller may see the thing, but not do this.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::Rejected(Problem::new(ErrorCode::Forbidden, message))
    }

    /// A rejection with a code and a sentence.
    pub fn rejected(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::Rejected(Problem::new(code, message))
    }

    /// Nobody but those who moderate the channel may write in it now.
    pub fn locked() -> Self {
        Self::rejected(
            ErrorCode::Locked,
            "The channel is locked. Until it is unlocked, only those who hold manage_messages there may write.",
        )
    }

    /// It was said too soon after what the same person said before.
    pub fn slow_mode(wait_ms: u64) -> Self {
        let message = format!(
            "The channel is in slow mode. You can write there again in {} s.",
            wait_ms.div_ceil(1000)
        );
        let problem = Problem::new(ErrorCode::SlowMode, message);
        Self::Rejected(Problem { retry_after_ms: Some(wait_ms), ..problem })
    }

    /// The same call may work in a moment.
    pub fn unavailable() -> Self {
        Self::rejected(
            ErrorCode::Unavailable,
            "The server cannot store or read this right now. Try again in a moment.",
        )
    }

    /// Whether the same call may work in a moment.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Rejected(problem) if problem.code.is_retryable())
    }

    /// What the caller is told. An internal cause is logged here, once.
    pub fn into_problem(self, request_id: &str) -> Problem {
        let mut problem = match self {
            Self::Rejected(problem) => problem,
            Self::Internal(cause) => {
                tracing::error!(request_id, "{cause:#}");
                Problem::new(
                    ErrorCode::Internal,
                    "Something went wrong on our side. Try again; if it stays, report the request id.",
                )
            }
        };
        problem.request_id.get_or_insert_with(|| request_id.to_owned());
        problem
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Rejected(problem)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Rejected(refusal.into())
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) => {
                tracing::warn!("the store is unavailable: {cause}");
                Self::unavailable()
            }
            StoreError::Changed { .. } => Self::rejected(
                ErrorCode::Conflict,
                "It was changed at the same moment. Look again and retry.",
            ),
            other => Self::Internal(other.into()),
        }
    }
}

impl From<actix::MailboxError> for Error {
    fn from(error: actix::MailboxError) -> Self {
        tracing::warn!("an actor did not answer: {error}");
        Self::unavailable()
    }
}
