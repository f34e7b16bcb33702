//! Making, reading, changing, handing over, leaving and deleting hubs.

mod create;
mod delete;
mod icon;
mod leave;
mod lock;
mod look;
mod rules;
mod transfer;
mod update;

pub use create::{create, may_belong_to_another};
pub use delete::delete;
pub use icon::{remove_icon, set_icon};
pub use leave::leave;
pub use lock::{lock, unlock};
pub use look::{list, look, view_in_list, view_of};
pub use rules::{accept as accept_rules, look as look_at_rules, set as set_rules};
pub use transfer::transfer;
pub use update::update;
