//! Roles: sets of permissions that members are given.

mod assign;
mod manage;

pub use assign::{assign, remove, update_members};
pub use manage::{create, delete, update};
