//! The quick switcher: a few letters lead to any hub, channel or person.

use crate::client::panel::General;
use crate::client::{Client, use_client};
use crate::components::avatar::{avatar, hub_avatar};
use crate::components::badge::badge;
use crate::components::dialog::frame;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_effect, handler};
use crate::state::{Found, List, Route, Target};
use crate::{browser, words};
use sycamore::prelude::*;
use web_sys::KeyboardEvent;

/// What is typed, and which of the results Enter takes.
#[derive(Clone, Copy)]
struct Search {
    client: Client,
    found: ReadSignal<Vec<Found>>,
    chosen: Signal<usize>,
}

pub fn switcher() -> View {
    let client = use_client();
    let typed = create_signal(client.take_typed_ahead());
    let found = create_memo(move || typed.with(|typed| client.model.with(|model| model.find(typed))));
    let lacks_people = create_selector(move || {
        client.model.with(|model| {
            model.hubs.all().iter().any(|hub| !model.members.is_complete(hub.id, List::Everybody))
        })
    });
    let search = Search { client, found, chosen: create_signal(0) };
    create_effect(move || {
        typed.track();
        search.chosen.set(0);
    });
    let (glass, close) = (icon("search"), icon("close"));
    let content = view! {
        div(class="switcher-head") {
            (glass)
            input(r#type="search", id="switcher", role="combobox", aria-label=words::SWITCHER, aria-expanded="true", aria-autocomplete="list",
                aria-controls="switcher-results", placeholder=words::SWITCHER_EXAMPLE, autocomplete="off", enterkeyhint="go", bind:value=typed, aria-activedescendant=move || option_id(search.chosen.get()),
                on:keydown=handler(move |event: KeyboardEvent| search.key(&event)))
            button(class="icon-button", r#type="button", aria-label=words::CLOSE, on:click=handler(move |_| client.close())) { (close) }
        }
        ul(id="switcher-results", class="switcher-results", role="listbox", aria-label=words::SWITCHER_RESULTS) {
            (Live { now: move || found.get_clone().into_iter().enumerate().map(|(index, found)| option(search, index, &found)).collect::<Vec<View>>() })
        }
        p(class="hint switcher-none", role="status") {
            (Live { now: move || if found.with(Vec::is_empty) { words::SWITCHER_NONE } else { "" } })
        }
        p(class="hint switcher-none", data-testid="switcher-met") {
            (Live { now: move || if typed.with(|typed| !typed.is_empty()) && lacks_people.get() { words::SWITCHER_MET } else { "" } })
        }
        p(class="switcher-hint", aria-hidden="true") { (words::SWITCHER_HINT) }
    };
    frame("dialog switcher", words::SWITCHER.to_owned(), content)
}

fn option_id(index: usize) -> String {
    format!("found-{index}")
}

impl Search {
    fn key(self, event: &KeyboardEvent) {
        let last = self.found.with(Vec::len).saturating_sub(1);
        let at = self.chosen.get();
        match event.key().as_str() {
            "ArrowDown" => self.choose(if at >= last { 0 } else { at + 1 }),
            "ArrowUp" => self.choose(at.checked_sub(1).unwrap_or(last)),
            "Enter" if !event.is_composing() => self.take(at),
            _ => return,
        }
        event.prevent_default();
    }

    fn choose(self, index: usize) {
        self.chosen.set(index);
        browser::reveal(&format!("#{}", option_id(index)));
    }

    fn take(self, index: usize) {
        let target = self.found.with(|found| found.get(index).map(|found| found.target.clone()));
        match target {
            Some(Target::Hub(hub)) => self.client.go(Route::Hub(hub)),
            Some(Target::Channel(hub, channel)) => self.client.go(Route::Channel(hub, channel)),
            Some(Target::Person(hub, user)) => self.client.open(General::Profile(hub, Box::new(user))),
            None => {}
        }
    }
}

fn option(search: Search, index: usize, found: &Found) -> View {
    let picture = match &found.target {
        Target::Hub(hub) => search.client.model.with_untracked(|model| {
            let icon = model.hubs.get(*hub).and_then(|view| view.icon.as_deref());
            hub_avatar(hub.0, &found.name, icon, "")
        }),
        Target::Channel(..) => {
            let symbol = icon("hash");
            view! { span(class="switcher-symbol") { (symbol) } }
        }
        Target::Person(_, user) => avatar(user, ""),
    };
    let (name, detail) = (found.name.clone(), found.detail.clone());
    let news = words::unread("", found.badge.unread, found.badge.mentions);
    let mark = badge(*create_signal(found.badge));
    let has_news = (found.badge.unread > 0).then_some("true");
    view! {
        li(id=option_id(index), class="switcher-option", role="option", data-unread=has_news,
            aria-selected=move || if search.chosen.get() == index { "true" } else { "false" },
            on:click=handler(move |_| search.take(index))) {
            (picture)
            span(class="switcher-name") { bdi { (name) } }
            span(class="switcher-detail") { bdi { (detail) } }
            (mark)
            span(class="unseen") { (news) }
        }
    }
}
