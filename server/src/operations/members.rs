//! Members: who belongs to which hub.

mod bans;
mod find;
mod list;
mod measures;
mod nickname;
mod notes;
mod remove;
mod time_out;

pub use bans::bans;
pub use find::find;
pub use list::{page, these, view_of};
pub use measures::measures;
pub use nickname::set_nickname;
pub use notes::{add as add_note, delete as delete_note, list as notes};
pub use remove::{ban, kick, lift};
pub use time_out::time_out;
