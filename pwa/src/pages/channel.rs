//! A conversation: its name, its messages, the composer.

use crate::client::panel::{General, Talking};
use crate::client::{Client, Panel};
use crate::components::composer::composer;
use crate::components::conversation::conversation;
use crate::components::empty::empty;
use crate::components::icon::icon;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Route, building};
use crate::words;
use hubbub_shared::ChannelId;
use sycamore::prelude::*;

/// Draws the page.
pub fn channel(client: Client, channel: ChannelId) -> View {
    let known = create_selector(move || client.model.with(|model| model.hubs.channel(channel).is_some()));
    let knows_all = create_selector(move || client.knows_all());
    let gone = create_selector(move || knows_all.get() && !known.get());
    view! {
        div(class="channel-page") { (Live { now: move || if gone.get() { nothing(client) } else { talk(client, channel) } }) }
    }
}

fn talk(client: Client, channel: ChannelId) -> View {
    let builds_composer = client.builds(building::COMPOSER);
    view! {
        (Live { now: move || bar(client, channel) })
        (Live { now: move || conversation(client, channel) })
        (Live { now: move || if builds_composer.get() { composer(client, channel) } else { View::new() } })
    }
}

fn nothing(client: Client) -> View {
    let hint = empty("hash", words::CHANNEL_GONE_TITLE, words::CHANNEL_GONE);
    let hub = client.route.with_untracked(Route::hub).and_then(|hub| {
        client.model.with_untracked(|model| model.hubs.get(hub).map(|view| (hub, view.name.clone())))
    });
    let back = hub.map(|(hub, name)| {
        let label = words::back_to(&name);
        view! { a(class="button", data-link="", href=Route::Hub(hub).address()) { (label) } }
    });
    let back = back.unwrap_or_default();
    view! {
        div(class="page page-center") {
            (hint)
            (back)
            a(class="button button-quiet", data-link="", href="/") { (words::HOME) }
        }
    }
}

fn bar(client: Client, channel: ChannelId) -> View {
    let name = create_selector(move || client.channel_name(channel).unwrap_or_default());
    let topic = create_selector(move || client.channel_topic(channel).unwrap_or_default());
    let elsewhere = create_selector(move || {
        client.model.with(|model| {
            model
                .hubs
                .all()
                .iter()
                .flat_map(|hub| &hub.channels)
                .any(|other| other.id != channel && model.reading.badge(other.id).unread > 0)
        })
    });
    let (menu, hash, pin, users) = (icon("menu"), icon("hash"), icon("pin"), icon("users"));
    let glass = icon("search");
    view! {
        header(class="bar") {
            button(class="icon-button bar-menu", r#type="button", aria-label=words::OPEN_CHANNELS,
                data-unread=move || elsewhere.get().then_some("true"), on:click=handler(move |_| client.open(Panel::Channels))) { (menu) }
            h1(class="bar-title") {
                button(class="bar-place", r#type="button", aria-haspopup="menu", title=words::CHANNEL_ACTIONS, on:click=handler(move |_| client.open(General::ChannelActions(channel)))) {
                    (hash)
                    bdi { (Live { now: move || name.get_clone() }) }
                }
            }
            p(class="bar-topic") { (Live { now: move || topic.get_clone() }) }
            button(class="icon-button bar-search", r#type="button", data-testid="open-search", aria-label=words::searching::SEARCH, title=words::searching::SEARCH,
                on:click=handler(move |_| { client.search_here(); })) { (glass) }
            button(class="icon-button bar-pins", r#type="button", aria-label=words::conversing::PINS, title=words::conversing::PINS,
                on:click=handler(move |_| client.open(Talking::Pins(channel)))) { (pin) }
            button(class="icon-button bar-members", r#type="button", aria-label=words::OPEN_MEMBERS,
                on:click=handler(move |_| client.open(Panel::Members))) { (users) }
        }
    }
}
