//! The frame of all places of a signed-in person. On a phone one thing at a time, with panels that slide in; from 840
//! pixels hubs and channels stay, from 1280 the members too.

use super::channel_list::channel_list;
use super::hub_rail::hub_rail;
use super::member_list::member_list;
use crate::client::{Client, Panel, use_client};
use crate::state::Route;
use crate::{browser, pages, words};
use sycamore::prelude::*;

/// Draws the frame and the place in it.
pub fn shell() -> View {
    let client = use_client();
    show_a_channel(client);
    let hub = create_selector(move || client.route.with(Route::hub));
    let place = create_selector(move || client.route.get_clone());
    let rail = hub_rail(client);
    let panel = create_selector(move || match client.panel.get_clone() {
        Some(Panel::Channels) => "channels",
        Some(Panel::Members) => "members",
        _ => "",
    });
    view! {
        div(class="shell", data-place=move || place.with(name), data-panel=move || panel.get()) {
            div(class="side") {
                (rail)
                (hub.get().map(|hub| channel_list(client, hub)).unwrap_or_default())
            }
            main(class="main", id="main") {
                (page(client, place.get_clone()))
            }
            (match place.with(|place| place.channel().is_some()).then(|| hub.get()).flatten() {
                Some(hub) => members(client, hub),
                None => View::new(),
            })
            div(class="scrim", on:click=move |_| client.close())
        }
    }
}

fn members(client: Client, hub: hubbub_shared::HubId) -> View {
    let list = member_list(client, hub);
    view! { aside(class="members", aria-label=words::MEMBERS) { (list) } }
}

fn page(client: Client, place: Route) -> View {
    match place {
        Route::Home | Route::Invite(_) | Route::Diag | Route::SignIn { .. } => pages::hubs::hubs(),
        Route::Hub(hub) => pages::hub::hub(client, hub),
        Route::Channel(_, channel) => pages::channel::channel(client, channel),
        Route::Settings => pages::settings::settings(),
        Route::Unknown => pages::not_found::not_found(),
    }
}

fn name(place: &Route) -> &'static str {
    match place {
        Route::Home | Route::Invite(_) | Route::Diag | Route::SignIn { .. } => "home",
        Route::Hub(_) => "hub",
        Route::Channel(..) => "channel",
        Route::Settings => "settings",
        Route::Unknown => "unknown",
    }
}

/// Beside the list of channels an empty middle would be a waste: the last channel is shown.
fn show_a_channel(client: Client) {
    let hub_alone = create_selector(move || {
        client.route.with(|route| match route {
            Route::Hub(hub) => Some((*hub, client.model.with(|model| model.hubs.get(*hub).is_some()))),
            _ => None,
        })
    });
    create_effect(move || {
        let Some((hub, true)) = hub_alone.get() else { return };
        if let Some(channel) = client.channel_to_show(hub).filter(|_| browser::is_wide()) {
            browser::soon(move || client.replace(Route::Channel(hub, channel)));
        }
    });
}
