//! Channels: where a hub talks.

mod create;
mod delete;
mod lock;
mod look;
mod overwrites;
mod update;

pub use create::create;
pub use delete::delete;
pub use lock::{lock, unlock};
pub use look::look;
pub use overwrites::{overwrite, remove_overwrite, set_overwrite};
pub use update::update;
