//! All hubs, what is new in them, and the ways to get another one.

use crate::client::panel::General;
use crate::client::{Client, use_client};
use crate::components::avatar::{hub_avatar, hue};
use crate::components::badge::badge;
use crate::components::channel_list::find_button;
use crate::components::empty::empty;
use crate::components::hub_rail::{HubEntry, hub_badge, hub_entries, hub_list, me_picture};
use crate::components::icon::{icon, logo};
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Found, Route, Target};
use crate::{browser, words};
use sycamore::prelude::*;

/// So many channels with something new are listed at first: the ways to other hubs stay in sight.
const FIRST_NEWS: usize = 5;

/// Draws the page.
pub fn hubs() -> View {
    let client = use_client();
    let entries = hub_entries(client);
    let none = create_selector(move || entries.with(Vec::is_empty));
    let (mark, me) = (logo("logo"), me_picture(client));
    let (ways, news) = (ways(client), news(client));
    let cards = hub_list(entries, Box::new(move |hub| card(client, hub)));
    view! {
        div(class="page home") {
            header(class="bar home-bar") {
                span(class="wordmark") { (mark) (words::APP) }
                a(class="home-me", data-link="", href="/settings", aria-label=words::SETTINGS) { (me) }
            }
            div(class="page-content") {
                (Live { now: move || if none.get() {
                    empty("logo", words::NO_HUBS_TITLE, words::NO_HUBS)
                } else {
                    View::from(vec![find_button(client), view! { h1(class="page-title") { (words::YOUR_HUBS) } }])
                } })
                ul(class="cards") {
                    (cards)
                }
                (news)
                (ways)
            }
        }
    }
}

fn card(client: Client, hub: HubEntry) -> View {
    let HubEntry { id, name, icon } = hub;
    let numbers = hub_badge(client, id);
    let news = create_selector(move || words::news(numbers.get().unread, numbers.get().mentions));
    let (picture, mark) = (hub_avatar(id.0, &name, icon.as_deref(), "avatar-large"), badge(numbers));
    let hue = hue(id.0).to_string();
    view! {
        li {
            a(class="card card-hub", data-link="", href=Route::Hub(id).address(), data-hue=hue) {
                (picture)
                span(class="card-text") {
                    strong { bdi { (name) } }
                    span(class="hint") { (Live { now: move || news.get_clone() }) }
                }
                (mark)
            }
        }
    }
}

/// Channels with something new, in all hubs: the first of them, and all when asked.
fn news(client: Client) -> View {
    let (news, all) = (create_memo(move || client.model.with(|model| model.news())), create_signal(false));
    view! {
        (Live { now: move || if news.with(Vec::is_empty) {
            View::new()
        } else {
            let count = news.with(Vec::len);
            let shown = if all.get() { count } else { FIRST_NEWS };
            let rows: Vec<View> = news.get_clone().iter().take(shown).filter_map(row).collect();
            let more = if count > shown { more(count - shown, all) } else { View::new() };
            view! {
                section(class="news", aria-label=words::NEW_FOR_YOU) {
                    h2(class="section-title") { (words::NEW_FOR_YOU) }
                    ul { (rows) }
                    (more)
                }
            }
        } })
    }
}

/// Shows the others, and leads the keyboard to the first of them: the button is gone then.
fn more(count: usize, all: Signal<bool>) -> View {
    let (down, label) = (icon("down"), words::more_news(count));
    view! {
        button(class="news-more", r#type="button", data-testid="more-news", on:click=handler(move |_| {
            all.set(true);
            browser::focus(&format!(".news li:nth-child({}) a", FIRST_NEWS + 1));
        })) {
            (down)
            (label)
        }
    }
}

fn row(found: &Found) -> Option<View> {
    let Target::Channel(hub, channel) = found.target else { return None };
    let (symbol, mark) = (icon("hash"), badge(*create_signal(found.badge)));
    let (name, detail) = (found.name.clone(), found.detail.clone());
    let news = words::unread("", found.badge.unread, found.badge.mentions);
    Some(view! {
        li {
            a(class="switcher-option", data-link="", data-unread="true", href=Route::Channel(hub, channel).address()) {
                span(class="switcher-symbol") { (symbol) }
                span(class="switcher-name") { bdi { (name) } }
                span(class="switcher-detail") { bdi { (detail) } }
                (mark)
                span(class="unseen") { (news) }
            }
        }
    })
}

fn ways(client: Client) -> View {
    let (plus, link) = (icon("plus"), icon("link"));
    view! {
        div(class="ways") {
            button(class="button button-wide", r#type="button", data-testid="create-hub", on:click=handler(move |_| client.open(General::CreateHub))) {
                (plus)
                (words::CREATE_A_HUB)
            }
            button(class="button button-quiet button-wide", r#type="button", data-testid="join-hub",
                on:click=handler(move |_| client.open(General::JoinHub))) {
                (link)
                (words::JOIN_A_HUB)
            }
        }
    }
}
