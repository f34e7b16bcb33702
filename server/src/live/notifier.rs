//! Telling people who do not look, in the background.
//!
//! What is new waits in the store, written with the message ([`listen`] decides whom it is for). What is to be sent waits
//! there too ([`send`] hands it to push services, and decides once more at that moment). So a crash loses nothing: what
//! was decided and what is left to send are one batch, and what was sent twice shows once, under the same tag.

mod listen;
mod many;
mod reminders;
mod said;
mod send;
mod service;
mod test;
mod verdict;

pub use service::open;
pub use test::test;

use super::Live;

/// Works for ever, in the background.
pub fn start(live: &Live) {
    listen::start(live);
    reminders::start(live);
    send::start(live);
}
