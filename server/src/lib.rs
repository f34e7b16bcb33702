//! The Hubbub server: one binary that is the whole platform.
//!
//! From the ground up: `store/` keeps documents; `domain/` holds every rule; `live/` has the actors, which order what
//! happens and tell it; `operations/` are the verbs people can ask for; `http/` and `gateway/` are the doors. Nothing
//! imports from a floor above its own; `cargo xtask test` checks it.

pub mod app;
mod background;
pub mod check;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod files;
pub mod gateway;
pub mod hooks;
pub mod http;
pub mod limits;
pub mod live;
pub mod logging;
pub mod metrics;
mod names;
mod normal;
pub mod operations;
mod outgoing;
mod private_files;
pub mod push;
pub mod request_id;
pub mod search;
pub mod serve;
pub mod store;
pub mod verify;

pub use app::App;
pub use error::{Error, Result};
