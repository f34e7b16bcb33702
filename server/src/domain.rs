//! Every rule of the product, once. Knows nothing of HTTP or sockets.
//!
//! One folder per noun, one file per verb; a noun's documents, indexes and queries are in its `store.rs` and
//! private to it. Every operation takes the [`caller::Caller`] first.

pub mod caller;
pub mod sessions;
pub mod users;
