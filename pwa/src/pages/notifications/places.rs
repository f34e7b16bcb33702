//! Hubs, categories and channels for which something was chosen, each leading to its sheet.

use crate::client::Client;
use crate::client::panel::Telling;
use crate::clock;
use crate::components::dialogs::notifications::{name_of, until};
use crate::components::more_icons::icon;
use crate::reactive::{Live, handler};
use crate::state::{NotifiedPlace, muted};
use crate::words::notifications as words;
use hubbub_shared::model::PlaceNotifications;
use sycamore::prelude::*;

/// Draws the section. It changes while one looks: a sheet lies over it.
pub fn places(client: Client, places: Signal<Vec<PlaceNotifications>>) -> View {
    view! {
        section(class="panel panel-rows", aria-label=words::PLACES) {
            h2 { (words::PLACES) }
            (Live { now: move || {
                let now = clock::now();
                let all = places.get_clone();
                let chosen = all.iter().filter(|one| one.level.is_some() || muted(one, now).is_some());
                let rows: Vec<View> = chosen.filter_map(|one| row(client, one, now)).collect();
                match rows.is_empty() {
                    true => view! { p(class="hint") { (words::NO_PLACES) } },
                    false => view! { ul { (rows) } },
                }
            } })
        }
    }
}

/// Places that one does not see any more are left out.
fn row(client: Client, chosen: &PlaceNotifications, now: i64) -> Option<View> {
    let place = NotifiedPlace::of(chosen);
    let is_muted = muted(chosen, now);
    let summary = words::summary(chosen.level, is_muted.map(|time| words::muted(until(time).as_deref())));
    let name = name_of(client, place)?;
    let hub = client.model.with_untracked(|model| model.hubs.get(place.hub()).map(|view| view.name.clone()));
    let name = match (place, hub) {
        (NotifiedPlace::Hub(_), _) | (_, None) => name,
        (_, Some(hub)) => format!("{name} · {hub}"),
    };
    let (symbol, on) = (icon(if is_muted.is_some() { "bell-off" } else { "bell" }), icon("forward"));
    Some(view! {
        li {
            button(class="row", r#type="button", on:click=handler(move |_| client.open(Telling::Notifications(place)))) {
                (symbol)
                span(class="card-text") {
                    strong { bdi { (name) } }
                    span(class="hint") { (summary) }
                }
                (on)
            }
        }
    })
}
