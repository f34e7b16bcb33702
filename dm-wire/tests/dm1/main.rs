//! DM1 as it is meant to be used, with real keys: what holds, what is refused and why, hostile bytes, and the vectors that
//! another implementation is held to.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a check fails by panicking"
)]

mod chains;
mod chances;
mod cobblestone;
mod contents;
mod dice;
mod fields;
mod fuzz;
mod groups;
mod keeping;
mod keeping_vectors;
mod letters;
mod native;
mod parsing;
mod people;
mod posts;
mod prekeys;
mod samples;
mod vectors;
