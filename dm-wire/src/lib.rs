//! DM1, encrypted direct messages: every format, and every check that takes no secret key. The server and all clients
//! use this crate, so that both refuse the same. No input or output, no clock, no randomness; compiles to WebAssembly.
//!
//! Beta, and not in use yet. What the bytes mean is told in `docs/direct-messages.md`, for those who write another.
#![forbid(unsafe_code)]

pub mod audience;
pub mod backup;
pub mod bytes;
pub mod chain;
pub mod content;
pub mod conversation;
pub mod device;
pub mod file;
pub mod franking;
pub mod grant;
pub mod group;
pub mod head;
pub mod header;
pub mod ids;
pub mod keys;
pub mod link;
pub mod linking;
pub mod malformed;
pub mod membership;
pub mod message;
pub mod plaintext;
pub mod post;
pub mod prekeys;
pub mod recovery;
pub mod refused;
pub mod safety;
pub mod signed;

pub use bytes::Wire;
pub use hubbub_shared::UserId;
pub use malformed::Malformed;
pub use refused::Refused;
