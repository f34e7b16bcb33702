//! Pages about the people of a hub, which everybody opens: who belongs to it, and the roles that one chooses oneself. They
//! are in a part of the app of their own, so that nobody loads for them what a hub is run with.

mod members;
mod own_roles;

use super::hub_settings::frame;
use super::not_found::not_found;
use crate::client::Client;
use crate::reactive::{Live, create_selector};
use crate::state::{HubSection, Route};
use crate::words;
use hubbub_shared::HubId;
use sycamore::prelude::*;

/// Draws the page of this part of an address.
pub fn people(client: Client, hub: HubId, section: &str) -> View {
    let Some(Some(section)) = HubSection::named(section) else { return not_found() };
    let may = client.model.with_untracked(|model| model.hubs.get(hub).map(|view| view.permissions));
    // Whoever has no settings here came from the hub.
    let back = match HubSection::open_to(may.unwrap_or_default()).any(|listed| listed == section) {
        true => Route::HubSettings(hub, String::new()),
        false => Route::Hub(hub),
    };
    let title =
        if section == HubSection::Members { words::members::MEMBERS } else { words::role_groups::CHOOSE };
    let is_known = create_selector(move || client.model.with(|model| model.hubs.get(hub).is_some()));
    let body = view! {
        (Live { now: move || match (is_known.get(), section) {
            // What the hub is comes from the device or the server in a moment.
            (false, _) => View::new(),
            (true, HubSection::Members) => untrack(|| members::members(client, hub)),
            (true, _) => untrack(|| own_roles::own_roles(client, hub)),
        } })
    };
    frame(back, title, body)
}
