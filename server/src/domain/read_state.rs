//! How far each person has read, and where they are mentioned.

mod mark;
mod marks;
mod mentions;
mod own;
pub mod store;
mod turns;

pub use mark::{announce_gained, mark_read, start_reading};
pub use marks::{Marks, marks_of, state_of};
pub use mentions::announce_mentions;
pub use own::OwnReads;
pub use store::{MARKERS, MENTIONS, MentionDoc};
pub use turns::Turns;
