//! The frame of all places of a signed-in person. On a phone one thing at a time, with panels that slide in and tabs at
//! the lower edge; from 840 pixels hubs and channels stay, from 1280 the members too.

use super::channel_list::channel_list;
use super::hub_rail::hub_rail;
use super::later::{DmsPiece, LaterPiece, NotificationsPiece, PeoplePiece, Piece, later_page};
use super::member_list::member_list;
use super::{install_offer, swiping, tabs};
use crate::client::{Client, Panel, use_client};
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Route, building};
use crate::{browser, pages, words};
use hubbub_shared::HubId;
use sycamore::prelude::*;
use web_sys::HtmlElement;

/// Draws the frame and the place in it.
pub fn shell() -> View {
    let client = use_client();
    show_a_channel(client);
    let hub = create_selector(move || client.route.with(Route::hub).filter(|hub| !is_gone(client, *hub)));
    let place = create_selector(move || {
        client.route.with(|route| match route {
            Route::Hub(hub) | Route::HubSettings(hub, _) if is_gone(client, *hub) => Route::Unknown,
            place => place.clone(),
        })
    });
    let (builds_side, builds_place) = (client.builds(building::SIDE), client.builds(building::PLACE));
    // Of one channel as of the next: the list is not drawn anew for each.
    let hub_of_members = create_selector(move || {
        let in_channel = place.with(|place| place.channel().is_some());
        hub.get().filter(|_| in_channel && builds_side.get())
    });
    let panel = create_selector(move || match client.panel.get_clone() {
        Some(Panel::Channels) => "channels",
        Some(Panel::Members) => "members",
        _ => "",
    });
    let covered = create_selector(move || is_covering(panel.get()));
    let (tabs, offer) = (tabs::tabs(client), install_offer::install_offer(client));
    let shell = view! {
        div(class="shell", data-place=move || place.with(name), data-panel=move || panel.get()) {
            a(class="skip", href="#main", on:click=handler(|event: web_sys::MouseEvent| {
                event.prevent_default();
                browser::focus("#main");
            })) { (words::SKIP) }
            div(class="side", prop:inert=move || panel.get() == "members" && covered.get()) {
                (Live { now: move || if builds_side.get() { hub_rail(client) } else { View::new() } })
                (Live { now: move || hub.get().filter(|_| builds_side.get()).map(|hub| channel_list(client, hub)).unwrap_or_default() })
            }
            main(class="main", id="main", tabindex="-1", prop:inert=move || covered.get()) {
                (Live { now: move || if builds_place.get() { page(client, place.get_clone()) } else { View::new() } })
                (offer)
            }
            (Live { now: move || match hub_of_members.get() {
                Some(hub) => members(client, hub),
                None => View::new(),
            } })
            div(class="scrim", on:click=handler(move |_| client.close()))
            (tabs)
        }
    };
    if let Some(element) = browser::element_of::<HtmlElement>(&shell) {
        swiping::panels(client, &element);
    }
    move_focus(panel);
    shell
}

/// Whether there is no such hub, as far as the person may know.
fn is_gone(client: Client, hub: HubId) -> bool {
    client.knows_all() && client.model.with(|model| model.hubs.get(hub).is_none())
}

/// Whether a panel lies over the conversation instead of beside it.
fn is_covering(panel: &str) -> bool {
    match panel {
        "channels" => !browser::is_wide(),
        "members" => !browser::is_very_wide(),
        _ => false,
    }
}

/// The focus goes into the panel that opens, and back to what opened it.
fn move_focus(panel: ReadSignal<&'static str>) {
    let mut opener: Option<HtmlElement> = None;
    create_effect(move || {
        let target = match panel.get() {
            "channels" => ".side [aria-current=page], .side .channel, .side button",
            "members" => ".members .members-close",
            _ => return browser::focus_again(opener.take()),
        };
        if opener.is_none() {
            opener = browser::focused();
        }
        // What is hidden takes no focus: the styles come first.
        browser::next_frame(move || browser::focus(target));
    });
}

fn members(client: Client, hub: HubId) -> View {
    let list = member_list(client, hub);
    view! { aside(class="members", aria-label=words::MEMBERS) { (list) } }
}

fn page(client: Client, place: Route) -> View {
    match place {
        Route::Home | Route::Invite(_) | Route::Diag | Route::SignIn { .. } => pages::hubs::hubs(),
        Route::Hub(_) => pages::hub::hub(),
        Route::Channel(_, channel) => pages::channel::channel(client, channel),
        Route::Settings => later_page(LaterPiece::Settings, words::SETTINGS),
        Route::Bots(id) => later_page(PeoplePiece::Bots(id), words::SETTINGS),
        Route::Notifications => later_page(NotificationsPiece::Notifications, words::SETTINGS),
        Route::Inbox => later_page(NotificationsPiece::Inbox, words::INBOX),
        Route::Saved => later_page(NotificationsPiece::Saved, words::INBOX),
        Route::Dms => later_page(DmsPiece::Dms, words::MESSAGES),
        Route::DmsAbout => later_page(DmsPiece::DmsAbout, words::MESSAGES),
        Route::Dm(dm) => later_page(DmsPiece::Dm(dm), words::MESSAGES),
        Route::HubSettings(hub, section) => {
            later_page(Piece::hub_settings(hub, section), words::HUB_SETTINGS)
        }
        Route::Console if owns_server(client) => later_page(Piece::Console, words::CONSOLE),
        Route::Console | Route::Unknown => pages::not_found::not_found(),
    }
}

fn owns_server(client: Client) -> bool {
    client.model.with_untracked(|model| model.me.as_ref().is_some_and(|me| me.global_owner))
}

fn name(place: &Route) -> &'static str {
    match place {
        Route::Home | Route::Invite(_) | Route::Diag | Route::SignIn { .. } => "home",
        Route::Hub(_) => "hub",
        Route::Channel(..) | Route::Dm(_) => "channel",
        Route::Settings | Route::Bots(_) | Route::Notifications | Route::HubSettings(..) | Route::Console => {
            "settings"
        }
        Route::Inbox | Route::Saved | Route::Dms | Route::DmsAbout => "inbox",
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
