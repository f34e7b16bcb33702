//! DM1 as people use it, and as a server, a peer or a network abuses it. The numbers in the names of cases are those of the
//! table in `docs/direct-messages.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a check fails by panicking"
)]

mod cases_backup;
mod cases_chains;
mod cases_devices;
mod cases_grants;
mod cases_life;
mod cases_messages;
mod cases_people;
mod dice;
mod executor;
mod figures;
mod memory;
mod native;
mod network;
mod puppet;
mod server;
mod spy;
mod stories;
mod visits;
mod world;
