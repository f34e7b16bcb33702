//! Roles: sets of permissions that members are given.

mod assign;
mod choose;
mod groups;
mod manage;

pub use assign::{assign, remove, update_members};
pub use choose::choose;
pub use groups::{create_group, delete_group, groups, update_group};
pub use manage::{create, delete, update};
