//! Messages: sent, edited, deleted and read in the order of their place.

mod changes;
mod clear;
mod delete;
mod delete_together;
mod edit;
mod forward;
mod look;
mod page;
mod pins;
mod polls;
mod post;
mod react;
mod send;
mod view;

pub use changes::changes_since;
pub use delete::delete;
pub use delete_together::delete_together;
pub use edit::edit;
pub use look::look;
pub use page::page;
pub use pins::{pin, pins, unpin};
pub use polls::{end_poll, vote, voters};
pub use post::post;
pub use react::{react, reacted, unreact};
pub use send::send;
pub use view::view_all;
