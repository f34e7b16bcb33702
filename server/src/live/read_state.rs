//! How far people have read, as far as this process knows, and telling them.

mod announce;
mod marks;
mod own;
mod turns;

pub use announce::{announce, announce_gained, announce_mentions, start_reading, tell, write_down_own};
pub use marks::{Marks, marks_of, read_to, state_of};
pub use own::OwnReads;
pub use turns::Turns;
