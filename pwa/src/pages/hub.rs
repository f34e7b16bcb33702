//! A hub without a channel: on a phone the list of channels covers this; elsewhere it is for hubs without channels.

use crate::client::Client;
use crate::components::empty::empty;
use crate::pages::not_found::not_found;
use crate::state::Phase;
use crate::words;
use hubbub_shared::HubId;
use sycamore::prelude::*;

/// Draws the page.
pub fn hub(client: Client, hub: HubId) -> View {
    let known = create_selector(move || client.model.with(|model| model.hubs.get(hub).is_some()));
    view! {
        (if known.get() || client.phase.get() != Phase::Ready {
            let hint = empty("chat", words::CHANNELS, words::CHOOSE_CHANNEL);
            view! { div(class="page page-center") { (hint) } }
        } else {
            not_found()
        })
    }
}
