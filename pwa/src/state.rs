//! What the app knows and how it changes: plain Rust without a browser, tested natively.
//!
//! Frames of the gateway come in, a [`Model`] comes out, with a list of what has to be done next ([`Todo`]).
//! Nothing here draws, waits or sends; `client.rs` does that.

mod audience;
mod audit_filter;
mod badges;
mod blocks;
pub mod building;
mod burst;
mod care;
mod colors;
mod completion;
mod connection;
mod conversation;
mod emoji;
mod first_steps;
mod health;
mod hub_section;
mod hubs;
mod keeping;
mod later;
mod links;
mod measures;
mod members;
mod model;
mod newer;
mod outbox;
mod overwrites;
mod part;
mod phrasing;
mod placing;
mod ranks;
mod readable;
mod reading;
mod role_draft;
mod route;
mod seen_as;
mod shortcuts;
mod slices;
mod slow_mode;
mod sorting;
mod stretch;
mod swipe;
mod switcher;
mod timeline;
mod to_keep;
mod told;
mod typing;
mod viewport;
mod window;

pub use audience::Audience;
pub use audit_filter::AuditFilter;
pub use badges::Badge;
pub use blocks::block_of;
pub use burst::Burst;
pub use care::Care;
pub use colors::Colors;
pub use completion::{Query, Sign, best, query, rank};
pub use connection::{Action, Connection, Input, Phase};
pub use conversation::{Day, Row, RowKey, rows};
pub use emoji::{Emoji, EmojiList, TONES, is_only_emoji, used};
pub use first_steps::FirstSteps;
pub use health::Health;
pub use hub_section::HubSection;
pub use hubs::{ChannelGroup, Hubs, SeenAs};
pub use keeping::{KEPT_MESSAGES, Keep, Keeping, KeptPage};
pub use later::{Arrival, Missing};
pub use links::short_link;
pub use measures::Measures;
pub use members::{List, Members};
pub use model::{Model, Todo};
pub use newer::Newer;
pub use outbox::{Errand, Outbox, Outgoing, SendState};
pub use overwrites::{
    Choice, Editing, OverwriteChange, Overwritten, Preset, changes, choice, is_same, rebased, with,
};
pub use part::{PARTS, Parts};
pub use phrasing::{Named, Names, as_sent, as_written};
pub use placing::{Area, aside, below};
pub use ranks::{Rank, dropped_at, ranked};
pub use readable::{Look, color_of, looks, written};
pub use reading::Reading;
pub use role_draft::{RoleDraft, moved_to};
pub use route::{Route, escape, invite_code};
pub use seen_as::seen_as;
pub use shortcuts::{Direction, Key, Shortcut};
pub use slices::slices;
pub use slow_mode::SlowMode;
pub use swipe::{Moved, Swipe, Touch};
pub use switcher::{Found, Target};
pub use timeline::{Applied, Timeline, Wanted};
pub use told::Told;
pub use typing::Typing;
pub use viewport::{Viewport, first_below};
pub use window::{FIRST_ROWS, rows_near};

#[cfg(test)]
pub(crate) mod fixtures;
