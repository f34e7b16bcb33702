//! Devices and programs that are signed in.

mod authenticate;
mod create;
mod end;
mod intents;
mod list;

pub use authenticate::{authenticate_token, must_be_live};
pub(super) use create::parse_name;
pub use create::{CreateSession, create_program, sign_in};
pub use end::{EndSession, end, end_token};
pub use intents::intents;
pub use list::list;
