//! The socket's door: upgrade, frames in and out, dispatch. Holds no rules of the product.
//!
//! In: bytes → frame → command → one operation of `domain/` → reply. Out: [`Encoded`] frames wait in a bounded
//! [`Outbound`] queue until the [`Writer`] of the thread comes by.

mod burst;
mod dispatch;
mod encoded;
mod followers;
mod frames;
mod frames_waiting;
mod outbound;
mod ready;
mod seat;
mod subscribe;
mod upgrade;
mod views;
mod writer;

pub use burst::Burst;
pub use dispatch::dispatch;
pub use encoded::{Encoded, pong_frame};
pub use followers::Followers;
pub use frames::{Inbound, Incoming, reference_of};
pub use outbound::{Outbound, Weight};
pub use ready::ready;
pub use seat::{Seat, Seen, Subscription};
pub use subscribe::{MOST_SUBSCRIPTIONS, subscribe, unsubscribe};
pub use upgrade::upgrade;
pub use views::Views;
pub use writer::Writer;
