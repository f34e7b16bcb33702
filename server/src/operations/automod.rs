//! Automod: the rules of a hub, a box to try them, and what they keep for moderators.

mod held;
mod rules;
mod trial;

pub use held::{discard, held, release};
pub use rules::{create, delete, list, update};
pub use trial::try_out;
