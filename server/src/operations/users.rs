//! People: signing in, one's own profile, whom one does not hear, and leaving with what is one's own.

mod avatar;
mod blocks;
mod export;
mod leave;
mod me;
mod sign_in;
mod update;

pub use avatar::{remove_avatar, set_avatar};
pub use blocks::{block, list as list_blocks, unblock};
pub use export::{Export, export};
pub use leave::{confirmed, delete_account, end};
pub use me::me;
pub use sign_in::sign_in;
pub use update::{announce, announce_name, update_me};
