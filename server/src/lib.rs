//! The Hubbub server.
pub mod store;
