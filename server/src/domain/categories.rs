//! Categories: groups of channels.

mod manage;
mod overwrites;
pub mod store;

pub use manage::{create, delete, update};
pub use overwrites::{remove_overwrite, set_overwrite};
pub use store::{CATEGORIES, CategoryDoc};
