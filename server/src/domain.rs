//! Every rule of the product, once. Knows nothing of HTTP or sockets.
//!
//! One folder per noun, one file per verb; a noun's documents, indexes and queries are in its `store.rs` and
//! private to it. Every operation takes the [`caller::Caller`] first.

pub mod access;
pub mod caller;
pub mod categories;
pub mod channels;
pub mod hubs;
pub mod invites;
pub mod members;
pub mod messages;
pub mod permissions;
pub mod read_state;
pub mod roles;
pub mod sessions;
pub mod sweeps;
pub mod typing;
pub mod users;

/// Every collection there is; the store makes them at the start.
pub static COLLECTIONS: &[&crate::store::Collection] = &[
    &users::COLLECTION,
    &sessions::COLLECTION,
    &hubs::HUBS,
    &categories::CATEGORIES,
    &channels::CHANNELS,
    &roles::ROLES,
    &members::MEMBERS,
    &invites::INVITES,
    &messages::MESSAGES,
    &read_state::MARKERS,
    &read_state::MENTIONS,
    &sweeps::SWEEPS,
];
