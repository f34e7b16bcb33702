//! What the bar says while a hub is shown as somebody else would see it.

use crate::client::Client;
use crate::reactive::{Live, create_selector, handler};
use crate::words::roles as words;
use sycamore::prelude::*;

/// Draws whose eyes one sees with, and the way back to one's own.
pub fn seen_as(client: Client) -> View {
    let title = create_selector(move || {
        client.model.with(|model| model.hubs.shown_as().map(words::seen_as)).unwrap_or_default()
    });
    view! {
        div(class="seen-as", role="status") {
            span(class="card-text") {
                strong { (Live { now: move || title.get_clone() }) }
                span(class="hint") { (words::SEEN_AS_HINT) }
            }
            button(class="button button-small", r#type="button", data-testid="see-as-oneself", on:click=handler(move |_| client.see_as_oneself())) { (words::SEEN_AS_END) }
        }
    }
}
