//! A raid, for those who can do something about it: what stops it in one tap, and what says that a hub lets nobody in.

use super::more_icons::icon;
use crate::client::Client;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{AgainstRaid, HubSection, pause_at};
use crate::words::{coming_in as words, moderation};
use crate::{browser, clock};
use hubbub_shared::model::InvitesPaused;
use hubbub_shared::{HubId, Permissions};
use sycamore::prelude::*;

/// What the bar says and offers.
#[derive(Clone, PartialEq)]
struct Raid {
    pause: InvitesPaused,
    /// Whether the hub can be locked, too.
    locks: bool,
    /// Whether it can be said that people come in again.
    opens: bool,
}

/// Draws the button beside the name of a hub; nothing, while nothing is left to be done.
pub fn stop(client: Client, hub: HubId) -> View {
    let ended = ends(client, hub);
    let is_left = create_selector(move || {
        ended.track();
        let now = clock::now();
        client
            .model
            .with(|model| model.hubs.get(hub).is_some_and(|view| AgainstRaid::left(view, now).is_anything()))
    });
    view! {
        (Live { now: move || if is_left.get() {
            let symbol = icon("shield");
            view! {
                button(class="icon-button", r#type="button", data-testid="stop-raid", aria-label=words::STOP_RAID, title=words::STOP_RAID,
                    on:click=handler(move |_| client.stop_raid(hub))) { (symbol) }
            }
        } else {
            View::new()
        } })
    }
}

/// Draws why nobody can join, since when, and what can be done; nothing, if people can, or if it is not for the person to say.
pub fn bar(client: Client, hub: HubId) -> View {
    let ended = ends(client, hub);
    let raid = create_selector(move || {
        ended.track();
        let now = clock::now();
        client.model.with(|model| {
            let view = model.hubs.get(hub)?;
            let pause = pause_at(view, now)?.clone();
            let meets = !(view.permissions & AgainstRaid::rights()).is_empty();
            let opens = view.permissions.contains(Permissions::MANAGE_HUB);
            meets.then(|| Raid { pause, locks: AgainstRaid::left(view, now).lock, opens })
        })
    });
    view! { (Live { now: move || raid.get_clone().map(|raid| told(client, hub, raid)).unwrap_or_default() }) }
}

fn told(client: Client, hub: HubId, Raid { pause, locks, opens }: Raid) -> View {
    let until = pause.until.map(|until| clock::moment(until.0));
    let text = words::nobody_joins(pause.is_raid, &clock::moment(pause.since.0), until.as_deref());
    let (symbol, shield) = (icon("shield"), HubSection::RaidShield.at(hub).address());
    let lock = match locks {
        true => view! {
            button(class="button button-small button-danger", r#type="button", data-testid="lock-in-raid", on:click=handler(move |_| client.stop_raid(hub))) { (moderation::LOCK_HUB) }
        },
        false => View::new(),
    };
    let open = match opens {
        true => view! {
            button(class="button button-small button-quiet", r#type="button", data-testid="let-in", on:click=handler(move |_| client.let_people_in(hub))) { (words::LET_IN) }
            a(class="button button-small button-quiet", data-link="", href=shield) { (words::SHIELD) }
        },
        false => View::new(),
    };
    view! {
        div(class="raid", role="status", data-testid="raid") {
            (symbol)
            span(class="raid-text") { (text) }
            div(class="raid-buttons") {
                (lock)
                (open)
            }
        }
    }
}

/// Goes up when a pause ends by itself, of which nobody is told.
fn ends(client: Client, hub: HubId) -> Signal<u32> {
    let ended = create_signal(0_u32);
    let until = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).and_then(|view| view.invites_paused.as_ref()?.until))
    });
    create_effect(move || {
        let Some(until) = until.get() else { return };
        let left = (until.0 - clock::now()).clamp(0, i32::MAX.into());
        browser::later(left as i32, move || {
            if ended.is_alive() {
                ended.set(ended.get_untracked() + 1);
            }
        });
    });
    ended
}
