//! Web push: something for a browser that is not here, encrypted so that only it can read it, handed to the push service
//! that reaches it. Knows no person; who is told of what is decided in `domain/notifications`.

mod address;
mod key;
mod message;
mod service;

pub use address::{Address, Hosts};
pub use key::Key;
pub use message::{MOST_BYTES, Message, Recipient, Urgency};
pub use service::{Answer, Service};
