//! Categories: groups of channels.

mod manage;
mod overwrites;

pub use manage::{create, delete, update};
pub use overwrites::{overwrite, remove_overwrite, set_overwrite};
