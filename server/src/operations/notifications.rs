//! Verbs on what people are told who do not look: of what, where, and what they find afterwards.

mod inbox;
mod push;
mod settings;

pub use inbox::inbox;
pub use push::{push, subscribe, test, unsubscribe};
pub use settings::{set_category, set_channel, set_hub, settings, update};
