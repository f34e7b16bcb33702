//! Applications with their bots: one's own, and the page that a link leads to, on which one is added to a hub.

mod adding;
mod new;
mod own;

use super::hub_settings::frame;
use super::not_found::not_found;
use crate::client::Client;
use crate::state::Route;
use crate::words::bots as words;
use sycamore::prelude::*;

/// Draws the page of this part of an address: all of one's own, or the one of this id.
pub fn bots(client: Client, address: &str) -> View {
    let body = match (address, address.parse()) {
        ("", _) => own::own(client),
        (_, Ok(id)) => adding::adding(client, id),
        (_, Err(_)) => return not_found(),
    };
    frame(Route::Settings, words::TITLE, body)
}
