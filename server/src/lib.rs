//! The Hubbub server: one binary that is the whole platform.
//!
//! `domain/` holds every rule; `http/` and `gateway/` are its doors; `actors/` order and deliver what happens;
//! `store/` keeps it.

pub mod actors;
pub mod app;
pub mod check;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod gateway;
pub mod http;
pub mod limits;
pub mod logging;
pub mod metrics;
mod private_files;
pub mod request_id;
pub mod serve;
pub mod sign_in;
pub mod store;

pub use app::App;
pub use error::{Error, Result};
