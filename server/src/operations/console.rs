//! What only the owner of the server may do. Each verb proves that first, and each that changes something is stored
//! together with its line of the server's own log.

mod announcement;
mod health;
mod hubs;
mod log;
mod people;
mod prove;
mod reports;
mod settings;

pub use announcement::{announce, current, end as end_announcement};
pub use health::health;
pub use hubs::{
    delete as delete_hub, list as list_hubs, look as look_at_hub, release as release_hub,
    suspend as suspend_hub, transfer as transfer_hub,
};
pub use log::page as log_page;
pub use people::{
    erase as erase_person, list as list_people, look as look_at_person, release as release_person,
    sign_out as sign_out_person, suspend as suspend_person,
};
pub use reports::{list as list_reports, look as look_at_report, resolve as resolve_report};
pub use settings::{look as look_at_settings, update as update_settings};
