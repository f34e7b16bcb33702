//! What goes on as long as the app is open, for a device that is told while it is closed: the subscription is looked after,
//! notifications of what was read go, and being told is offered to who missed a mention.

use super::more_icons::icon;
use crate::client::{Client, NotTold};
use crate::offline::push;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Mentions, Permission, Phase, Route, may_offer};
use crate::words::NOT_NOW;
use crate::words::notifications as words;
use crate::{browser, clock};
use hubbub_shared::{ChannelId, ErrorCode, Problem};
use std::cell::Cell;
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What is read within this is put away together.
const TOGETHER_MS: i32 = 1_000;

/// Draws the offer, when it is due.
pub fn telling(client: Client) -> View {
    look_after_device(client);
    put_away_what_is_read(client);
    let is_offered = create_signal(false);
    offer_when_missed(client, is_offered);
    view! {
        (Live { now: move || {
            // The inbox has its own.
            let is_shown = is_offered.get() && client.route.with(|route| !matches!(route, Route::Inbox | Route::Saved) && !route.is_public());
            if is_shown { offer(client, is_offered, "announcement told-offer") } else { View::new() }
        } })
    }
}

fn look_after_device(client: Client) {
    let is_done = Cell::new(false);
    create_effect(move || {
        if client.phase.get() == Phase::Ready && !is_done.replace(true) {
            browser::soon(move || client.look_after_push());
        }
    });
}

/// Here or on another device: the server tells of both.
fn put_away_what_is_read(client: Client) {
    let read = create_selector(move || {
        client.model.with(|model| match model.is_live() {
            true => model.reading.all().map(|state| (state.channel, state.read_seq)).collect(),
            false => Vec::new(),
        })
    });
    let is_due = Rc::new(Cell::new(false));
    create_effect(move || {
        if read.with(Vec::is_empty) || !push::is_on() || is_due.replace(true) {
            return;
        }
        let is_due = Rc::clone(&is_due);
        browser::later(TOGETHER_MS, move || {
            is_due.set(false);
            spawn_local(push::close_those(move |place, seq| is_read(client, place, seq)));
        });
    });
}

fn is_read(client: Client, place: &str, seq: u64) -> bool {
    let Ok(channel) = place.parse::<ChannelId>() else { return false };
    client.model.with_untracked(|model| {
        model.reading.of(channel).is_some_and(|state| seq <= state.read_seq || state.unread == 0 && seq == 0)
    })
}

/// Who looks at the channel has read the mention in the moment it comes.
fn offer_when_missed(client: Client, is_offered: Signal<bool>) {
    let live = create_selector(move || client.model.with(|model| model.is_live().then(|| model.mentions())));
    let mut mentions = Mentions::default();
    create_effect(move || {
        if live.get().is_some_and(|count| mentions.are(count)) {
            spawn_local(async move {
                if may_be_offered().await && is_offered.is_alive() {
                    is_offered.set(true);
                }
            });
        }
    });
}

/// Whether being told may be offered here: it can be, nobody was asked, and nobody said "not now" lately.
pub async fn may_be_offered() -> bool {
    let is_free = push::is_supported() && !push::is_on() && may_offer(push::declined(), clock::now());
    is_free && push::permission().await == Permission::Undecided
}

/// Draws the offer.
pub fn offer(client: Client, is_offered: Signal<bool>, class: &'static str) -> View {
    let bell = icon("bell");
    let put_away = move || {
        push::decline(clock::now());
        is_offered.set(false);
    };
    let turn_on = move || {
        client.turn_on_push(move |answer| match answer {
            Ok(_) => client.notify(words::TURNED_ON),
            Err(why) => client.complain(&Problem::new(ErrorCode::Unavailable, sentence(why))),
        });
        put_away();
    };
    view! {
        aside(class=class, role="status", aria-label=words::TITLE, data-testid="told-offer") {
            (bell)
            p { (words::OFFER) }
            span(class="told-offer-buttons") {
                button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| put_away())) { (NOT_NOW) }
                button(class="button button-small", r#type="button", on:click=handler(move |_| turn_on())) { (words::OFFER_TURN_ON) }
            }
        }
    }
}

/// Why a device is not told, as a sentence.
pub fn sentence(why: NotTold) -> String {
    match why {
        NotTold::Denied => words::DENIED.to_owned(),
        NotTold::Undecided => words::UNDECIDED.to_owned(),
        NotTold::Browser(why) => words::unsubscribed(&why),
        NotTold::Server(problem) => problem.message,
    }
}
