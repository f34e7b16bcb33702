//! One list of errors for the socket, REST and the PWA.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $status:literal $retryable:literal,)*) => {
        /// What went wrong, as a stable word that programs may compare.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
            /// A word of a newer server. Its message still tells a person what happened. Never sent, and not in
            /// [`Self::ALL`].
            #[serde(other)]
            Unknown,
        }

        impl ErrorCode {
            /// Every code that is sent, for documentation and tests.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// HTTP status of a REST answer with this code.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }

            /// Whether the same call may succeed later without being changed.
            pub const fn is_retryable(self) -> bool {
                match self { $(Self::$name => $retryable,)* Self::Unknown => false }
            }
        }
    };
}

codes! {
    /// The input breaks a rule; `fields` says which and where.
    InvalidInput 400 false,
    /// The bytes are not MessagePack, JSON, or not a known command.
    MalformedFrame 400 false,
    /// Nobody is signed in, or the session has ended.
    NotSignedIn 401 false,
    /// The caller may see the thing but not do this to it.
    Forbidden 403 false,
    /// The owner of the server has closed the account, or the hub; the message says why and until when.
    Suspended 403 false,
    /// A browser wrote from another site.
    WrongOrigin 403 false,
    /// No such thing, or the caller may not see it: the same answer.
    NotFound 404 false,
    /// This address takes other methods.
    MethodNotAllowed 405 false,
    /// Something with this name, nonce or code exists, or the thing changed since it was read.
    Conflict 409 false,
    /// A direct message is not for exactly the devices there are; `fields` names the people whose links to fetch.
    DevicesChanged 409 false,
    /// A rule of the hub's automod does not let these words through; the message says what the hub's people say to it.
    BlockedByAutomod 422 false,
    /// A rule of the hub's automod wants a moderator to look first. It is kept; sending it again changes nothing.
    HeldForReview 422 false,
    /// Something else was asked under this `Idempotency-Key`.
    IdempotencyKeyReused 422 false,
    /// What was asked under this `Idempotency-Key` is being done; `retry_after_ms` says when to ask again.
    IdempotencyInProgress 409 true,
    /// The server was interrupted at what was asked under this `Idempotency-Key`: look whether it was done.
    IdempotencyUnknown 409 false,
    /// The invite has expired or is used up.
    InviteExpired 410 false,
    /// Nobody comes into the hub by an invite for now, because too many came at once or somebody said so.
    InvitesPaused 403 false,
    /// The hub wants older accounts. The message says when this one is old enough.
    AccountTooYoung 403 false,
    /// The body or frame is over its limit.
    TooLarge 413 false,
    /// A limit on how many there may be is reached.
    LimitReached 422 false,
    /// Only those who moderate the channel may write in it, until it is unlocked.
    Locked 423 false,
    /// Too many calls; `retry_after_ms` says when to come back.
    RateLimited 429 true,
    /// The channel is in slow mode; `retry_after_ms` says when one may write there again.
    SlowMode 429 true,
    /// A fault of the server. Always the same words; the log has the cause under the request id.
    Internal 500 true,
    /// The database or the channel is busy or away. Try again.
    Unavailable 503 true,
}

/// One rule that the input breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// Name of the field in the input.
    pub path: String,
    /// What is expected, as a sentence.
    pub message: String,
}

/// The answer to a call that failed. REST sends it as `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What went wrong, for programs.
    pub code: ErrorCode,
    /// A sentence for a person: what happened and what to do.
    pub message: String,
    /// Which fields break which rule; empty for most errors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Under this id the server's log tells more. Absent before a request has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Milliseconds to wait before trying again, with `rate_limited`, `slow_mode` and `idempotency_in_progress`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

impl Problem {
    /// A problem with a code and a sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fields: Vec::new(), request_id: None, retry_after_ms: None }
    }

    /// Invalid input in one field.
    pub fn field(path: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let fields = vec![FieldError { path: path.to_owned(), message: message.clone() }];
        Self { fields, ..Self::new(ErrorCode::InvalidInput, message) }
    }

    /// The answer for what does not exist and for what the caller may not see.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound, "There is nothing here, or you may not see it.")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
