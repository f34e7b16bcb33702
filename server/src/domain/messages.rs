//! Messages: sent, edited, deleted and read in the order of their channel.

mod changes;
mod commit;
mod delete;
mod edit;
mod head;
mod look;
mod missed;
mod page;
mod plan;
mod send;
pub mod store;
mod view;

pub use changes::changes_since;
pub use commit::{Change, Committed, commit};
pub use delete::delete;
pub use edit::edit;
pub use head::{Head, Heads};
pub use look::look;
pub use missed::missed;
pub use page::page;
pub use send::send;
pub use store::MESSAGES;
