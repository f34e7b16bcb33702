//! People: signing in, and one's own profile.

mod me;
mod sign_in;
mod update;

pub use me::me;
pub use sign_in::sign_in;
pub use update::update_me;
