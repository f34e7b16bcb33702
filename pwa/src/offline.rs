//! What survives a reload: unsent messages, drafts, the theme; and new versions of the app itself.
//!
//! A small amount of text in `localStorage` for now; everything that knows this is in here.

pub mod drafts;
pub mod outbox;
pub mod person;
pub mod places;
pub mod snapshot;
mod storage;
pub mod theme;
pub mod updates;

pub use storage::forget_everything;
