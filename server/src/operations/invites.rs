//! Invites: ways into a hub.

mod create;
mod join;
mod look;

pub use create::create;
pub use join::join;
pub use look::look;
