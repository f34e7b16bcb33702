//! What survives a reload: the app's view of the world, what is not sent yet, drafts, the theme; and new versions of the
//! app itself. The database holds all but a few words that must be kept in the same instant (`storage`).

pub mod cache;
pub mod database;
pub mod drafts;
pub mod edits;
pub mod emoji;
pub mod files;
pub mod hints;
pub mod install;
pub mod outbox;
pub mod person;
pub mod places;
pub mod push;
pub mod room;
pub mod searches;
mod start;
pub mod storage;
pub mod tabs;
pub mod theme;
pub mod updates;
pub mod vault;

pub use start::{Kept, forget_everything, kept};
pub use storage::works as keeps_text;
