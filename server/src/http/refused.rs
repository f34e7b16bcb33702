//! Errors become `application/problem+json` here, and nowhere else.

use crate::error::Error;
use crate::request_id;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use hubbub_shared::{ErrorCode, Problem};

/// What a handler returns.
pub type Answer = Result<HttpResponse, Refused>;

/// A request that was not done, and why. `?` turns an [`Error`] into it; an internal cause is logged then.
#[derive(Debug)]
pub struct Refused(Problem);

impl Refused {
    /// With a code and a sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Problem::new(code, message).into()
    }

    /// The address takes other methods.
    pub fn method_not_allowed() -> Self {
        Self::new(
            ErrorCode::MethodNotAllowed,
            "This address does not take this method; `Allow` lists those it takes.",
        )
    }

    /// Nobody is signed in.
    pub fn not_signed_in() -> Self {
        Self::new(ErrorCode::NotSignedIn, "Sign in first.")
    }

    /// The code, as a program reads it.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The answer as it is sent.
    pub fn answer(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        answer.content_type("application/problem+json");
        if let Some(wait) = self.0.retry_after_ms {
            answer.insert_header((header::RETRY_AFTER, wait.div_ceil(1000).max(1)));
        }
        answer.body(serde_json::to_vec(&self.0).unwrap_or_default())
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(error.into_problem(&request_id::current()))
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Error::from(problem).into()
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        self.answer()
    }
}
