//! Channels: where messages are.

mod create;
mod delete;
mod look;
mod overwrites;
pub mod store;
mod update;

pub use create::create;
pub use delete::delete;
pub use look::look;
pub use overwrites::{remove_overwrite, set_overwrite};
pub use store::{CHANNELS, ChannelDoc};
pub use update::update;
