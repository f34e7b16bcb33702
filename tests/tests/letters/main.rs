//! People who write to each other in ways that the server cannot read: real clients (`dm-core`, with the keys of its own tests)
//! and the real server, through both doors and on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code,
    unused_imports,
    reason = "tests fail by panicking, and borrow what those of dm-core have"
)]

#[path = "../../../dm-core/tests/dm1/dice.rs"]
mod dice;
#[path = "../../../dm-core/tests/dm1/executor.rs"]
mod executor;
#[path = "../../../dm-core/tests/dm1/memory.rs"]
mod memory;
#[path = "../../../dm-core/tests/dm1/native.rs"]
mod native;

mod blocking;
mod device;
mod devices;
mod dying;
mod leaving;
mod prekeys;
mod recovering;
mod refusing;
mod requests;
mod secrecy;
mod talking;
mod telling;
