//! The Hubbub server: one binary that is the whole platform.
//!
//! `domain/` holds every rule; `http/` and `gateway/` are its doors; `actors/` order and deliver what happens;
//! `store/` keeps it.

pub mod app;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod http;
pub mod metrics;
pub mod store;

pub use app::App;
pub use error::{Error, Result};
