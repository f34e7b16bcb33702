//! Of what one is told in a hub, a category or a channel, and muting it. Choosing closes the sheet and can be undone.

use super::parts::list_of;
use crate::client::{Chosen, Client, use_client};
use crate::components::dialog::dialog;
use crate::components::loaded::Loaded;
use crate::components::more_icons::icon;
use crate::reactive::handler;
use crate::state::{FOR_GOOD, NotifiedPlace, is_for_good, muted};
use crate::words::notifications as words;
use crate::{browser, clock, words as all};
use hubbub_shared::model::{NotificationLevel, NotificationSettings};
use hubbub_shared::protocol::command::GetNotificationSettings;
use hubbub_shared::{CategoryId, Timestamp};
use sycamore::prelude::*;

const MINUTE_MS: i64 = 60_000;
const LEVELS: [NotificationLevel; 3] =
    [NotificationLevel::All, NotificationLevel::Mentions, NotificationLevel::None];

/// A place as it is shown.
#[derive(Clone)]
struct Sheet {
    client: Client,
    place: NotifiedPlace,
    name: String,
    /// What is chosen now.
    now: Chosen,
}

pub fn notifications(place: NotifiedPlace) -> View {
    let client = use_client();
    let Some(name) = name_of(client, place) else { return View::new() };
    let loaded = Loaded::<NotificationSettings>::new();
    client.call(GetNotificationSettings {}, move |answer| {
        loaded.put(answer);
        browser::soon(|| browser::focus("dialog[open] [role=menuitemradio][aria-checked=true]"));
    });
    let title = words::of_place(&name);
    let body = loaded.view(move |settings| choices(client, place, name.clone(), settings));
    dialog(title, view! { div(class="told-sheet") { (body) } })
}

fn choices(client: Client, place: NotifiedPlace, name: String, settings: &NotificationSettings) -> View {
    let category = category_of(client, place);
    let chosen = place.chosen(settings);
    let is_muted = chosen.and_then(|chosen| muted(chosen, clock::now()));
    let now = Chosen { level: chosen.and_then(|chosen| chosen.level), muted_until: is_muted };
    let (around, by) = place.level_around(settings, category);
    let sheet = Sheet { client, place, name, now };
    let by = by.and_then(|by| name_of(client, by));
    let as_around = sheet.level(None, words::as_around(by.as_deref()), Some(words::level(around)));
    let own = LEVELS.into_iter().map(|level| sheet.level(Some(level), words::level(level).to_owned(), None));
    let levels = list_of([as_around].into_iter().chain(own).collect());
    let outer = place.muted_around(settings, category, clock::now()).and_then(|(outer, until_then)| {
        Some(words::muted_around(&name_of(client, outer)?, until(until_then).as_deref()))
    });
    let outer = outer.map(|words| view! { p(class="hint actions-hint") { (words) } }).unwrap_or_default();
    let mutes = sheet.mutes();
    view! {
        h3(class="section-title") { (words::TELL_OF) }
        (levels)
        h3(class="section-title") { (words::MUTE) }
        (mutes)
        (outer)
    }
}

impl Sheet {
    fn level(&self, level: Option<NotificationLevel>, label: String, hint: Option<&'static str>) -> View {
        let (is_chosen, sheet) = (self.now.level == level, self.clone());
        let symbol = if is_chosen { icon("check") } else { View::new() };
        let said = label.clone();
        let hint = hint.map(|hint| view! { span(class="hint") { (hint) } }).unwrap_or_default();
        let act = move || sheet.choose(Chosen { level, ..sheet.now }, &said);
        view! {
            button(class="action told-choice", r#type="button", role="menuitemradio", aria-checked=if is_chosen { "true" } else { "false" },
                on:click=handler(move |_| act())) {
                span(class="card-text") {
                    span { bdi { (label) } }
                    (hint)
                }
                (symbol)
            }
        }
    }

    /// Ways to mute it; first of all to end that, where it is.
    fn mutes(&self) -> View {
        let end = self.now.muted_until.map(|time| {
            let hint = words::muted(until(time).as_deref());
            self.mute("bell", words::UNMUTE, Some(hint), || None)
        });
        let spans = words::MUTES.into_iter().map(|(label, minutes)| {
            self.mute("bell-off", label, None, move || Some(Timestamp(clock::now() + minutes * MINUTE_MS)))
        });
        let for_good = self.mute("bell-off", words::FOR_GOOD, None, || Some(FOR_GOOD));
        list_of(end.into_iter().chain(spans).chain([for_good]).collect())
    }

    fn mute(
        &self,
        symbol: &'static str,
        label: &'static str,
        hint: Option<String>,
        ends: impl Fn() -> Option<Timestamp> + 'static,
    ) -> View {
        let (symbol, sheet) = (icon(symbol), self.clone());
        let hint = hint.map(|hint| view! { span(class="hint") { (hint) } }).unwrap_or_default();
        let act = move || {
            let muted_until = ends();
            let said = muted_until
                .map_or_else(|| words::ON_AGAIN.to_owned(), |time| words::is_muted(until(time).as_deref()));
            sheet.choose(Chosen { muted_until, ..sheet.now }, &said);
        };
        view! {
            button(class="action", r#type="button", role="menuitem", on:click=handler(move |_| act())) {
                (symbol)
                span(class="card-text") {
                    span { (label) }
                    (hint)
                }
            }
        }
    }

    fn choose(&self, chosen: Chosen, said: &str) {
        let (client, place, before) = (self.client, self.place, self.now);
        if chosen == before {
            return client.close();
        }
        let said = words::told(&self.name, said);
        client.choose_notifications(place, chosen, move |answer| match answer {
            Ok(_) => {
                client.close();
                client.offer_undo(said, move || take_back(client, place, before));
            }
            Err(problem) => {
                client.close();
                client.complain(&problem);
            }
        });
    }
}

fn take_back(client: Client, place: NotifiedPlace, before: Chosen) {
    client.choose_notifications(place, before, move |answer| {
        if let Err(problem) = answer {
            client.complain(&problem);
        }
    });
}

/// When something ends, as people say it. `None`: when the person ends it.
pub fn until(ends: Timestamp) -> Option<String> {
    if is_for_good(ends) {
        return None;
    }
    let (now, time) = (clock::now(), clock::time(ends.0));
    Some(match clock::day_of(ends.0) - clock::day_of(now) {
        0 => time,
        1 => words::tomorrow(&time),
        _ => all::day_and_time(&clock::day(ends.0, now), &time),
    })
}

/// What a place is called. `None`: one does not see it.
pub fn name_of(client: Client, place: NotifiedPlace) -> Option<String> {
    client.model.with_untracked(|model| match place {
        NotifiedPlace::Hub(hub) => model.hubs.get(hub).map(|view| view.name.clone()),
        NotifiedPlace::Category(hub, category) => {
            let view = model.hubs.get(hub)?;
            view.categories.iter().find(|known| known.id == category).map(|known| known.name.clone())
        }
        NotifiedPlace::Channel(_, channel) => {
            model.hubs.channel(channel).map(|known| all::channel(&known.name))
        }
    })
}

fn category_of(client: Client, place: NotifiedPlace) -> Option<CategoryId> {
    match place {
        NotifiedPlace::Channel(_, channel) => {
            client.model.with_untracked(|model| model.hubs.channel(channel)?.category)
        }
        _ => None,
    }
}
