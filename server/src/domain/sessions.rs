//! Devices and programs that are signed in. A session is a random token; the store keeps its hash.

mod authenticate;
mod create;
mod end;
mod list;
mod store;
mod token;

pub use authenticate::{authenticate_token, must_be_live};
pub use create::{CreateSession, create_program, sign_in};
pub use end::{EndSession, end, end_token};
pub use list::list;
pub use store::COLLECTION;
pub use token::Token;
