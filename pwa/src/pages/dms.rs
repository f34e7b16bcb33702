//! Encrypted conversations: the list of them, and what stands there until this device takes part.

pub mod about;
pub mod conversation;
mod device;

use crate::client::{Client, DmOrder};
use crate::components::avatar::avatar;
use crate::components::more_icons::empty;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{DmStanding, LastWords, Route, is_asked, other_of};
use crate::words::{self as all, dms as words};
use crate::{browser, clock, dms};
use hubbub_shared::ChannelId;
use hubbub_shared::model::{DmRequest, User};
use sycamore::prelude::*;

/// Nothing to be seen: the exchange goes on as long as this is there.
pub fn exchange(client: Client) {
    dms::begin(client);
}

/// What a conversation shows in the list.
#[derive(Clone, PartialEq)]
struct Listed {
    dm: ChannelId,
    other: User,
    request: Option<DmRequest>,
    last: Option<LastWords>,
    is_mine: bool,
    unread: u64,
}

/// Draws the list.
pub fn list(client: Client) -> View {
    browser::soon(move || client.wants_dms.set(true));
    let standing = create_selector(move || client.model.with(|model| model.dms.standing));
    view! {
        div(class="page settings inbox") {
            header(class="bar") {
                h1(class="bar-title") { (all::MESSAGES) }
                (sign(false))
            }
            div(class="page-content") {
                (device::problem(client))
                (Live { now: move || match standing.get() {
                    DmStanding::Active => conversations(client),
                    other => device::standing(client, other),
                } })
            }
        }
    }
}

/// Says that it is encrypted and beta, or that two have compared, and leads to what that means.
fn sign(is_verified: bool) -> View {
    let label = if is_verified { words::VERIFIED } else { words::BETA };
    view! {
        a(class="tag dm-sign", data-link="", href=Route::DmsAbout.address(), title=words::BETA_WHY) { (label) }
    }
}

fn conversations(client: Client) -> View {
    let code = create_selector(move || client.model.with(|model| model.dms.code.clone()));
    let lacks_code = create_selector(move || {
        client.model.with(|model| model.dms.is_loaded() && !model.dms.has_code && model.dms.code.is_none())
    });
    let is_loaded = create_selector(move || client.model.with(|model| model.dms.is_loaded()));
    let listed = create_selector(move || listed(client));
    view! {
        (Live { now: move || code.get_clone().map(|code| device::code(client, code)).unwrap_or_default() })
        (Live { now: move || if lacks_code.get() { device::no_code(client) } else { View::new() } })
        (Live { now: move || match listed.get_clone() {
            _ if !is_loaded.get() => device::loading(),
            listed if listed.is_empty() => empty("mail", words::EMPTY_TITLE, words::EMPTY),
            listed => {
                let rows: Vec<View> = listed.into_iter().map(|one| row(client, one)).collect();
                view! { ul(class="inbox-list", aria-label=all::MESSAGES) { (rows) } }
            }
        } })
        (device::devices(client))
    }
}

/// What waits for an answer first, then what was said last.
fn listed(client: Client) -> Vec<Listed> {
    client.model.with(|model| {
        let Some(me) = model.my_id() else { return Vec::new() };
        let mut all: Vec<Listed> = Vec::new();
        for dm in model.dms.all() {
            let Some(other) = other_of(dm, me) else { continue };
            let last = model.dms.last(dm.id).cloned();
            let one = Listed {
                dm: dm.id,
                other: other.clone(),
                request: dm.request,
                is_mine: last.as_ref().is_some_and(|last| last.by == me),
                last,
                unread: model.reading.badge(dm.id).unread,
            };
            let order = |one: &Listed| {
                (one.request == Some(DmRequest::Received), one.last.as_ref().map_or(0, |last| last.at))
            };
            let place = all.iter().position(|known| order(known) < order(&one)).unwrap_or(all.len());
            all.insert(place, one);
        }
        all
    })
}

fn row(client: Client, one: Listed) -> View {
    let (picture, name) = (avatar(&one.other, ""), one.other.display_name.clone());
    let said = match (one.request, &one.last) {
        (Some(DmRequest::Received), _) => words::REQUEST.to_owned(),
        (_, Some(last)) if one.is_mine => format!("{}: {}", words::YOU, last.text),
        (_, Some(last)) => last.text.clone(),
        (Some(DmRequest::Sent), None) => words::REQUESTED.to_owned(),
        (None, None) => words::ONLY_YOU.to_owned(),
    };
    let time = match &one.last {
        Some(last) => {
            let (ago, iso) = (clock::ago(last.at, clock::now()), clock::iso(last.at));
            view! { time(class="hint", datetime=iso) { (ago) } }
        }
        None => View::new(),
    };
    let unread = match one.unread {
        0 => View::new(),
        count => {
            view! { span(class="tag inbox-new") { (count) span(class="unseen") { (all::new_messages(count)) } } }
        }
    };
    let choice = if one.request == Some(DmRequest::Received) { answers(client, one.dm) } else { View::new() };
    view! {
        li {
            a(class="inbox-row", data-testid="dm", data-link="", href=Route::Dm(one.dm).address(), data-unread=(one.unread > 0).then_some("true")) {
                (picture)
                span(class="inbox-words") {
                    span(class="inbox-head") {
                        strong { bdi { (name) } }
                        " "
                        (time)
                        (unread)
                    }
                    " "
                    span(class="inbox-text") { bdi { (said) } }
                }
            }
            (choice)
        }
    }
}

/// To accept what somebody asks for, or decline it.
fn answers(client: Client, dm: ChannelId) -> View {
    view! {
        div(class="dm-answers") {
            button(class="button button-small", r#type="button", data-testid="dm-accept", on:click=handler(move |_| client.orders(DmOrder::Answer(dm, true)))) { (words::ACCEPT) }
            button(class="button button-small button-quiet", r#type="button", data-testid="dm-decline", on:click=handler(move |_| client.orders(DmOrder::Answer(dm, false)))) { (words::DECLINE) }
        }
    }
}

/// Whether it waits for the reader.
fn waits_for_me(client: Client, dm: ChannelId) -> bool {
    client.model.with(|model| model.dms.get(dm).is_some_and(|dm| is_asked(dm)))
}
