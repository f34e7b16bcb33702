//! What who may not run a hub is told where it is run, and why that is so.

use crate::client::Client;
use crate::client::panel::Governing;
use crate::components::more_icons::empty;
use crate::reactive::handler;
use crate::words::{governing, permissions};
use hubbub_shared::HubId;
use sycamore::prelude::*;

/// Draws it in the place of what they came for.
pub fn not_yours(client: Client, hub: HubId) -> View {
    let hint = empty("lock", governing::NOT_YOURS_TITLE, governing::NOT_YOURS);
    view! {
        (hint)
        button(class="button button-quiet button-wide", r#type="button", data-testid="why", on:click=handler(move |_| client.open(Governing::WhyInHub(hub)))) {
            (permissions::WHY)
        }
    }
}
