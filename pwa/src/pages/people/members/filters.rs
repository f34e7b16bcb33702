//! What to look for: a name, a role, when they came, and in which order.

use super::search::Search;
use crate::browser;
use crate::components::field::select;
use crate::components::more_icons::icon;
use crate::reactive::{create_selector, handler};
use crate::state::{Model, ranked};
use crate::words::{members as words, roles};
use hubbub_shared::{HubId, RoleId};
use sycamore::prelude::*;

const JOINED: [&str; 4] = [
    words::JOINED_WITHIN[0].0,
    words::JOINED_WITHIN[1].0,
    words::JOINED_WITHIN[2].0,
    words::JOINED_WITHIN[3].0,
];

/// Draws the fields.
pub fn filters(search: Search) -> View {
    let glass = icon("search");
    let all = create_selector(move || search.client.model.with(|model| roles_of(model, search.hub)));
    let role = role_field(search, all);
    view! {
        div(class="filters", role="search") {
            label(class="search") {
                (glass)
                input(id="find-member", r#type="search", autocomplete="off", placeholder=words::SEARCH, aria-label=words::SEARCH, bind:value=search.name)
            }
            (role)
            ({
                search.resets.track();
                untrack(|| View::from(vec![
                    select("found-joined", words::JOINED, &JOINED, search.joined),
                    select("found-order", words::ORDER, &words::ORDERS, search.order),
                ]))
            })
        }
    }
}

/// Those that somebody can be found by.
fn roles_of(model: &Model, hub: HubId) -> Vec<(RoleId, String)> {
    let all = model.hubs.get(hub).map(|view| ranked(view)).unwrap_or_default();
    all.into_iter()
        .filter(|role| role.id != hub.everyone())
        .map(|role| (role.id, roles::called(&role)))
        .collect()
}

fn role_field(search: Search, all: ReadSignal<Vec<(RoleId, String)>>) -> View {
    let options = move || {
        search.resets.track();
        let chosen = search.role.get_untracked();
        let option = |(id, name): (RoleId, String)| {
            view! { option(value=id.to_string(), selected=chosen == Some(id)) { (name) } }
        };
        all.get_clone().into_iter().map(option).collect::<Vec<_>>()
    };
    view! {
        div(class="field") {
            label(r#for="found-role") { (words::ROLE) }
            select(id="found-role", class="input", on:change=handler(move |event: web_sys::Event| {
                search.role.set(browser::value_of(&event).and_then(|value| value.parse().ok()));
            })) {
                option(value="") { (words::ANY_ROLE) }
                (options())
            }
        }
    }
}
