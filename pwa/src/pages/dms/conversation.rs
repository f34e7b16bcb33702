//! An encrypted conversation: the same list and the same composer as a channel.

use super::{answers, sign, waits_for_me};
use crate::browser;
use crate::client::{Client, DmOrder};
use crate::components::avatar::avatar;
use crate::components::composer::composer;
use crate::components::conversation::conversation;
use crate::components::icon::icon;
use crate::components::more_icons::{empty, icon as more_icon};
use crate::reactive::{Live, create_selector, handler};
use crate::state::{DmStanding, other_of};
use crate::words::dms as words;
use hubbub_shared::{ChannelId, UserId};
use sycamore::prelude::*;

/// What there is to show.
#[derive(Clone, Copy, PartialEq)]
enum Here {
    Conversation,
    Device(DmStanding),
    Coming,
    Nothing,
}

/// Draws the page.
pub fn page(client: Client, dm: ChannelId) -> View {
    browser::soon(move || client.wants_dms.set(true));
    let here = create_selector(move || {
        client.model.with(|model| match model.dms.standing {
            _ if model.dms.get(dm).is_some() => Here::Conversation,
            DmStanding::Active if model.dms.is_loaded() => Here::Nothing,
            DmStanding::Active | DmStanding::Unknown => Here::Coming,
            other => Here::Device(other),
        })
    });
    view! {
        div(class="channel-page") {
            (Live { now: move || match here.get() {
                Here::Conversation => talk(client, dm),
                Here::Coming => around(client, dm, super::device::loading()),
                Here::Device(standing) => around(client, dm, super::device::standing(client, standing)),
                Here::Nothing => around(client, dm, empty("mail", words::GONE_TITLE, words::GONE)),
            } })
        }
    }
}

fn around(client: Client, dm: ChannelId, body: View) -> View {
    view! {
        (bar(client, dm))
        div(class="page") { div(class="page-content") { (body) } }
    }
}

fn talk(client: Client, dm: ChannelId) -> View {
    let is_asked = create_selector(move || waits_for_me(client, dm));
    let over = create_selector(move || {
        client.model.with(|model| model.dms.closed(dm).and_then(|closed| closed.acknowledge))
    });
    view! {
        (bar(client, dm))
        (conversation(client, dm))
        (Live { now: move || if is_asked.get() { answers(client, dm) } else { View::new() } })
        (Live { now: move || match over.get() {
            Some(user) => view! {
                div(class="dm-answers") {
                    button(class="button button-small", r#type="button", data-testid="dm-acknowledge",
                        on:click=handler(move |_| client.orders(DmOrder::Acknowledge(dm, user)))) { (words::ACKNOWLEDGE) }
                }
            },
            None => View::new(),
        } })
        (composer(client, dm))
    }
}

fn bar(client: Client, dm: ChannelId) -> View {
    let other = create_selector(move || {
        client.model.with(|model| other_of(model.dms.get(dm)?, model.my_id()?).cloned())
    });
    let is_verified = create_selector(move || client.model.with(|model| model.dms.verified.contains(&dm)));
    let number = create_selector(move || {
        client.model.with(|model| {
            let shown = model.dms.number.as_ref().filter(|(shown, _)| *shown == dm);
            shown.map(|(_, number)| number.clone())
        })
    });
    let (arrow, shield) = (icon("back"), more_icon("shield"));
    let compare = move |_| {
        if let Some(other) = other.get_clone_untracked() {
            client.orders(DmOrder::Compare(dm, other.id));
        }
    };
    view! {
        header(class="bar") {
            a(class="icon-button dm-back", data-link="", href="/dm", aria-label=words::BACK) { (arrow) }
            h1(class="bar-title dm-title") {
                (Live { now: move || other.get_clone().map(|other| avatar(&other, "")).unwrap_or_default() })
                bdi { (Live { now: move || other.get_clone().map(|other| other.display_name).unwrap_or_default() }) }
            }
            (Live { now: move || sign(is_verified.get()) })
            button(class="icon-button", r#type="button", data-testid="dm-compare", aria-label=words::COMPARE, title=words::COMPARE, on:click=handler(compare)) { (shield) }
        }
        (Live { now: move || match (number.get_clone(), other.get_clone()) {
            (Some(number), Some(other)) => comparing(client, dm, other.id, &number),
            _ => View::new(),
        } })
    }
}

/// The digits that both see, in groups.
fn comparing(client: Client, dm: ChannelId, user: UserId, number: &str) -> View {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let groups: Vec<String> = digits.chunks(5).map(|group| group.iter().collect()).collect();
    let digits = groups.join(" ");
    let put_away = move |_| client.model.update(|model| model.dms.number = None);
    view! {
        section(class="panel dm-number", aria-label=words::NUMBER_TITLE) {
            h2 { (words::NUMBER_TITLE) }
            p { (words::NUMBER_WHY) }
            p(class="dm-code", data-testid="dm-number") { (digits) }
            div(class="dm-answers") {
                button(class="button button-small", r#type="button", data-testid="dm-same", on:click=handler(move |_| client.orders(DmOrder::Same(dm, user)))) { (words::SAME) }
                button(class="button button-small button-quiet", r#type="button", on:click=handler(put_away)) { (words::NOT_NOW) }
            }
        }
    }
}
