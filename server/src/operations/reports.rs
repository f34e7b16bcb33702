//! Reporting, and deciding about what was reported.

mod create;
mod decide;
mod list;

pub use create::{report_member, report_message};
pub use decide::{Desk, decide, escalate, give_back, resolve, take};
pub use list::{count, find, full, in_full, list, own, paged};
