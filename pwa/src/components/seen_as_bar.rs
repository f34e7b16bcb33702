//! Says that a hub is shown as somebody else would see it, and ends that.

use super::later::{GoverningPiece, later_line};
use crate::client::Client;
use crate::reactive::{Live, create_selector};
use sycamore::prelude::*;

/// Draws the bar while it is so.
pub fn seen_as_bar(client: Client) -> View {
    let is_shown = create_selector(move || client.model.with(|model| model.hubs.shown_as().is_some()));
    view! { (Live { now: move || if is_shown.get() { later_line(GoverningPiece::SeenAs) } else { View::new() } }) }
}
