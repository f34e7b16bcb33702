//! Members: who belongs to which hub.

mod list;
mod time_out;

pub use list::{page, view_of};
pub use time_out::time_out;
