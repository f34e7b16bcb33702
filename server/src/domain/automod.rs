//! Automod: what a hub has looked for in messages before anybody reads them. Finds; what follows from it is decided in
//! `messages/cleared.rs`.

mod caught;
mod check;
mod links;
mod recent;
mod rule;
mod search;
mod words;

pub use caught::Caught;
pub use check::{TextSize, actions_may, notice, trigger};
pub use recent::Recent;
pub use rule::{AUTOMOD_RULES, RuleDoc};
pub use search::{Automod, Hit, Said, Whereabouts};
