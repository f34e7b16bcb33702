//! What is measured. To add a scenario: a file here with a `pub fn run(setup: &Setup) -> Result<Report>`, a line in
//! [`ALL`], and `<!-- section: name -->` where it belongs in docs/performance.md (else it is added at the end).
//!
//! Most are a [`Room`](crate::room::Room) of members on a server from [`stage`], measured by
//! [`measure`](crate::figures::measure) while something is sent.

mod bursts;
mod durable;
mod evening;
mod first_load;
mod growth;
mod history;
mod idle;
mod large_hub;
mod notify;
mod search;
mod singly;
mod slow;
mod stage;
mod storm;
mod upload;

use crate::report::Report;
use crate::setup::Setup;
use anyhow::Result;

/// Measures, and says what came out.
type Run = fn(&Setup) -> Result<Report>;

/// Every scenario by its name, and what it is about.
pub const ALL: &[(&str, &str, Run)] = &[
    ("singly", "1,000 members of a channel, one message after another", singly::run),
    ("bursts", "the same with 4 and 32 senders at once", bursts::run),
    ("evening", "1,000 members in 20 channels, and all that they do", evening::run),
    ("durable", "acknowledged sends, on both engines", durable::run),
    ("idle", "15,000 sessions that do nothing", idle::run),
    ("storm", "10,000 clients come back after the server was killed", storm::run),
    ("history", "a channel with 1,000,000 messages", history::run),
    ("search", "words among 1,000,000 messages", search::run),
    ("large-hub", "a hub of 50,000 members, 500 channels and 250 roles", large_hub::run),
    ("notify", "a message of which 10,000 people want to be told who do not look", notify::run),
    ("growth", "cost per delivery with more members and more channels", growth::run),
    ("first-load", "the PWA on a slow phone", first_load::run),
    ("upload", "a file of 100 MiB beside a plain copy", upload::run),
    ("slow", "200 of 1,000 members stop reading", slow::run),
];
