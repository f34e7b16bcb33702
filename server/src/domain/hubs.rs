//! Hubs: communities with their structure, and how that changes.

mod draft;
mod found;
mod store;
mod structure;

pub use draft::{Basis, By, Draft, Needs, Outcome, check};
pub use found::found;
pub use store::{HUBS, HubDoc, after, due, find};
pub use structure::Structure;
