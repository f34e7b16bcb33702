//! Webhooks that send: something for an address that people gave, signed as Standard Webhooks says, and what was answered. Knows no
//! hub; what is sent to whom is decided in `live/outgoing`.

mod address;
mod secret;
mod service;

pub use address::{Address, Hosts};
pub use secret::{Secret, signed};
pub use service::{Answer, Parcel, Service};
