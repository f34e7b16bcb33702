//! Files that go with messages: sending them, piece by piece, and fetching them.

mod create;
mod fetch;
mod own;
mod receive;

pub use create::create;
pub use fetch::{Fetched, Wanted, fetch};
pub use own::{delete, look};
pub use receive::{Begun, Incoming, begin, end};
