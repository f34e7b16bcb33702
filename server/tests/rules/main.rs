//! The rules below the actors, each alone: drafts and plans without a store, the log of a place on a store of its own,
//! and what is told with a recorder in place of delivery.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod drafts;
mod escalation;
mod hub;
mod limits;
mod logs;
mod model;
mod plans;
mod telling;
