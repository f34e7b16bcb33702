//! What people can ask for: one verb each, the same behind every door. A verb proves that the caller may, lets `domain/`
//! decide, hands the change on to `live/`, and answers.

mod again;
pub mod api_keys;
pub mod applications;
pub mod attachments;
pub mod audit;
pub mod automod;
pub mod bots;
pub mod categories;
pub mod channels;
pub mod console;
pub mod dms;
pub mod drafts;
pub mod hubs;
pub mod invites;
mod last_used;
pub mod members;
pub mod messages;
pub mod notifications;
pub mod outgoing;
pub mod permissions;
pub mod pictures;
pub mod prove;
pub mod read_state;
pub mod ready;
pub mod reports;
pub mod roles;
mod run;
pub mod saved_messages;
pub mod scheduled_messages;
pub mod search;
pub mod sessions;
pub mod typing;
pub mod users;
pub mod webhooks;

pub use run::{Answer, admit, run};
