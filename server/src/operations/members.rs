//! Members: who belongs to which hub.

mod bans;
mod list;
mod remove;
mod time_out;

pub use bans::bans;
pub use list::{page, these, view_of};
pub use remove::{ban, kick, lift};
pub use time_out::time_out;
