//! People: signing in, one's own profile, and whom one does not hear.

mod blocks;
mod me;
mod sign_in;
mod update;

pub use blocks::{block, list as list_blocks, unblock};
pub use me::me;
pub use sign_in::sign_in;
pub use update::update_me;
