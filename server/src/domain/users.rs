//! People: who they are at their sign-in provider, and the name others see.

mod cache;
mod find;
mod sign_in;
mod store;
mod update;

pub use cache::Cache;
pub use find::{find, me};
pub use sign_in::{Identity, Provider, sign_in};
pub use store::COLLECTION;
pub use update::update_me;
