//! Webhooks that send: made, listed, changed, given another secret, deleted; and what they were sent.

mod deliveries;
mod manage;

pub use deliveries::{deliveries, ping, redeliver, replay};
pub use manage::{create, delete, list, rotate, update};
