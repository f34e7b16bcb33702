//! Who owns what while the server runs: one actor per hub in use, channel in use, worker thread and socket.
//!
//! Actors order and deliver; they decide nothing. Rules are in `domain/`, sockets in `gateway/`.

pub mod channel;
pub mod hub;
pub mod registry;
pub mod relay;
pub mod session;
