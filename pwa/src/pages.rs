//! The places of the app, one file each.

pub mod bots;
pub mod channel;
pub mod console;
pub mod diag;
pub mod dms;
pub mod hub;
pub mod hub_settings;
pub mod hubs;
pub mod inbox;
pub mod invite;
pub mod leaving;
pub mod not_found;
pub mod notifications;
pub mod people;
pub mod reports;
pub mod saved;
pub mod scheduled;
pub mod settings;
pub mod sign_in;
