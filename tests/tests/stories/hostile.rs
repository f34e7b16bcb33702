//! Peers that are broken, hostile, silent or slow. The server says why it closes, and the others notice nothing.

mod frames;
mod inputs;
mod origins;
mod silence;
mod slow;

use hubbub_tests::{Acts, Phone, Server};

/// The server is well: somebody signs in, founds a hub and speaks in it.
async fn all_is_well(server: &Server) {
    let phone: Phone = server.phone("Wellness").await;
    let hub = phone.creates_hub("Well").await;
    let channel = crate::scene::general_of(&hub);
    phone.subscribes(channel).await;
    phone.says(channel, "all is well").await;
    phone.sees("all is well").await;
    assert!(!server.said().contains("panicked"), "the server panicked");
}
