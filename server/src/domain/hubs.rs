//! Hubs: communities with their structure.

mod announce;
mod change;
mod create;
mod delete;
mod draft;
mod leave;
mod look;
pub mod store;
mod structure;
mod transfer;
mod update;

pub use announce::{know_heads, profile};
pub use change::{Make, apply, catch_up};
pub use create::{create, may_belong_to_another};
pub use delete::delete;
pub use draft::Draft;
pub use leave::leave;
pub use look::{list, look, view_of};
pub use store::{HUBS, HubDoc};
pub use structure::Structure;
pub use transfer::transfer;
pub use update::update;
