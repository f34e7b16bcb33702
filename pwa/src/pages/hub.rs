//! A hub without a channel: on a phone the list of channels covers this; elsewhere it is for hubs without channels.

use crate::components::empty::empty;
use crate::words;
use sycamore::prelude::*;

/// Draws the page.
pub fn hub() -> View {
    let hint = empty("chat", words::CHANNELS, words::CHOOSE_CHANNEL);
    view! { div(class="page page-center") { (hint) } }
}
