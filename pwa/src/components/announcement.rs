//! What the owner of the server tells everybody, above the app until it is put away or over. It is asked for when the app
//! is connected, and now and then.

use super::more_icons::icon;
use crate::client::Client;
use crate::offline::storage;
use crate::reactive::{Live, create_effect, handler};
use crate::state::Phase;
use crate::words::console as words;
use crate::{browser, clock};
use hubbub_shared::model::Announcement;
use hubbub_shared::protocol::command::GetAnnouncement;
use sycamore::prelude::*;

/// It is asked for again after this.
const PAUSE_MS: i32 = 120_000;
/// Where the number of the last one that was put away is kept.
const SEEN: &str = "announcement";

/// Draws the bar, if there is something to tell.
pub fn announcement(client: Client) -> View {
    let told = create_signal(None::<Announcement>);
    let ask = move || {
        client.call(GetAnnouncement {}, move |answer| {
            if let (Ok(current), true) = (answer, told.is_alive()) {
                told.set(current.announcement.filter(|one| !was_put_away(one.number)));
            }
        });
    };
    create_effect(move || {
        if client.phase.get() == Phase::Ready {
            browser::soon(ask);
        }
    });
    browser::every(PAUSE_MS, move || {
        if !told.is_alive() {
            return;
        }
        let is_over = told.with_untracked(|told| {
            told.as_ref().and_then(|one| one.until).is_some_and(|until| until.0 <= clock::now())
        });
        if is_over {
            told.set(None);
        }
        if browser::is_visible() && client.phase.get_untracked() == Phase::Ready {
            ask();
        }
    });
    view! {
        (Live { now: move || match told.get_clone() {
            None => View::new(),
            Some(one) => bar(told, one),
        } })
    }
}

fn bar(told: Signal<Option<Announcement>>, one: Announcement) -> View {
    let (symbol, close, number) = (icon("warning"), icon("close"), one.number);
    view! {
        div(class="announcement", role="status", data-testid="announcement") {
            (symbol)
            p { bdi { (one.text) } }
            button(class="icon-button", r#type="button", aria-label=words::PUT_AWAY, title=words::PUT_AWAY, on:click=handler(move |_| {
                put_away(number);
                told.set(None);
            })) { (close) }
        }
    }
}

fn was_put_away(number: u64) -> bool {
    storage::read(SEEN).and_then(|seen| seen.parse::<u64>().ok()).is_some_and(|seen| seen >= number)
}

fn put_away(number: u64) {
    storage::write(SEEN, &number.to_string());
}
