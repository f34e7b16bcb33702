//! What is measured. To add a scenario: a file here with a `pub fn run(setup: &Setup) -> Result<Report>`, a line in
//! [`ALL`], and `<!-- section: name -->` where it belongs in docs/performance.md (else it is added at the end).
//!
//! Most are a [`Room`](crate::room::Room) of members on a server from [`stage`], measured by
//! [`measure`](crate::figures::measure) while something is sent.

mod bursts;
mod idle;
mod singly;
mod stage;

use crate::report::Report;
use crate::setup::Setup;
use anyhow::Result;

/// Measures, and says what came out.
type Run = fn(&Setup) -> Result<Report>;

/// Every scenario by its name, and what it is about.
pub const ALL: &[(&str, &str, Run)] = &[
    ("singly", "1,000 members of a channel, one message after another", singly::run),
    ("bursts", "the same with 4 and 32 senders at once", bursts::run),
    ("idle", "15,000 sessions that do nothing", idle::run),
];
