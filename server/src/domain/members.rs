//! Members: who belongs to which hub.

mod list;
pub mod store;
mod time_out;

pub use list::{hubs_in_use, page, view_of};
pub use store::{MEMBERS, MemberDoc};
pub use time_out::time_out;
