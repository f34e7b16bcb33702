//! Encrypted conversations: what this device does in them, by `dm-core` over Web Crypto and a database of its own. Only the part
//! of the app for them reaches this. It takes what the person wants from the client, and gives it what is to be shown.

mod asking;
mod carrying;
mod engine;
mod entering;
mod saying;
mod showing;
mod stop;
mod web_crypto;

use crate::client::Client;

/// Begins the exchange for the person who is signed in. It goes on as long as what called this is on the screen.
pub fn begin(client: Client) {
    engine::begin(client);
}
