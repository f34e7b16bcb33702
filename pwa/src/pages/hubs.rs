//! All hubs, and the ways to get another one.

use crate::client::{Client, Panel, use_client};
use crate::components::avatar::hub_avatar;
use crate::components::badge::badge;
use crate::components::empty::empty;
use crate::components::hub_rail::{HubEntry, hub_badge, hub_entries, me_picture};
use crate::components::icon::{icon, logo};
use crate::state::Route;
use crate::words;
use sycamore::prelude::*;

/// Draws the page.
pub fn hubs() -> View {
    let client = use_client();
    let entries = hub_entries(client);
    let none = create_selector(move || entries.with(Vec::is_empty));
    let (mark, me) = (logo("logo"), me_picture(client));
    let ways = ways(client);
    view! {
        div(class="page home") {
            header(class="bar home-bar") {
                span(class="wordmark") { (mark) (words::APP) }
                a(class="home-me", data-link="", href="/settings", aria-label=words::SETTINGS) { (me) }
            }
            div(class="page-content") {
                (if none.get() {
                    empty("logo", words::NO_HUBS_TITLE, words::NO_HUBS)
                } else {
                    view! { h1(class="page-title") { (words::YOUR_HUBS) } }
                })
                ul(class="cards") {
                    Keyed(list=entries, key=|hub| (hub.id, hub.name.clone()), view=move |hub| card(client, hub))
                }
                (ways)
            }
        }
    }
}

fn card(client: Client, hub: HubEntry) -> View {
    let HubEntry { id, name } = hub;
    let numbers = hub_badge(client, id);
    let news = create_selector(move || words::news(numbers.get().unread, numbers.get().mentions));
    let (picture, mark) = (hub_avatar(id.0, &name, "avatar-large"), badge(numbers));
    view! {
        li {
            a(class="card", data-link="", href=Route::Hub(id).address()) {
                (picture)
                span(class="card-text") {
                    strong { (name) }
                    span(class="hint") { (news.get_clone()) }
                }
                (mark)
            }
        }
    }
}

fn ways(client: Client) -> View {
    let (plus, link) = (icon("plus"), icon("link"));
    view! {
        div(class="ways") {
            button(class="button button-wide", r#type="button", data-testid="create-hub", on:click=move |_| client.open(Panel::CreateHub)) {
                (plus)
                (words::CREATE_A_HUB)
            }
            button(class="button button-quiet button-wide", r#type="button", data-testid="join-hub",
                on:click=move |_| client.open(Panel::JoinHub)) {
                (link)
                (words::JOIN_A_HUB)
            }
        }
    }
}
