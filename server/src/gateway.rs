//! The socket's door: upgrade, frames in and out, sessions and who looks at what. Holds no rules of the product.
//!
//! In: bytes → frame → command → one operation → reply. Out: the relay of each worker thread hands what happened to its
//! sessions; [`Encoded`](encoded::Encoded) frames wait in a bounded queue until the [`Writer`](writer::Writer) of the thread comes by.

mod burst;
mod door;
mod encoded;
mod followers;
mod frames;
mod frames_waiting;
mod hearing;
mod join;
mod messages;
mod news;
mod outbound;
mod ready;
mod relay;
mod relays;
mod seat;
mod session;
mod sights;
mod subscribe;
mod tables;
mod upgrade;
mod worker;
mod writer;

pub use door::{Arrival, Authentication, Door, Settings};
pub use relays::Relays;
pub use upgrade::upgrade;
pub use worker::Worker;
