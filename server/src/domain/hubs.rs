//! Hubs: communities with their structure, and how that changes.

mod draft;
mod found;
mod shared;
mod sight;
mod store;
mod structure;

pub use draft::{Basis, By, Draft, Needs, Outcome, check};
pub use found::found;
pub use shared::Shared;
pub use sight::Sight;
pub use store::{HUBS, HubDoc, after, due, find};
pub use structure::Structure;
