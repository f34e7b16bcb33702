//! Invites: ways into a hub, and how they are closed.

mod create;
mod join;
mod list;
mod look;
mod revoke;
mod shield;

pub use create::create;
pub use join::{come_in, join};
pub use list::list;
pub use look::look;
pub use revoke::revoke;
pub use shield::{look as look_at_shield, pause, resume, set as set_shield};
