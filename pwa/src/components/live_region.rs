//! Reads new messages to people who do not see the screen.

use crate::client::use_client;
use crate::reactive::Live;
use sycamore::prelude::*;

/// Draws the invisible region.
pub fn live_region() -> View {
    let client = use_client();
    view! { div(class="unseen", role="status", aria-live="polite") { (Live { now: move || client.announcement.get_clone() }) } }
}
