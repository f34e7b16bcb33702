//! What the server is run with, by who owns it: people, hubs, who may come, what everybody is told, health, the log.

mod access;
mod health;
mod hubs;
mod list;
mod log;
mod news;
mod people;
mod reports;

use crate::client::Client;
use crate::components::more_icons::icon;
use crate::reactive::{Live, handler};
use crate::words::{self, console};
use sycamore::prelude::*;

/// A part of the console.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    People,
    Hubs,
    Reports,
    Access,
    News,
    Health,
    Log,
}

impl Part {
    const ALL: [(Self, &'static str); 7] = [
        (Self::People, console::PEOPLE),
        (Self::Hubs, console::HUBS),
        (Self::Reports, console::REPORTS),
        (Self::Access, console::ACCESS),
        (Self::News, console::NEWS),
        (Self::Health, console::HEALTH),
        (Self::Log, console::LOG),
    ];
}

/// Draws the page.
pub fn console(client: Client) -> View {
    let shown = create_signal(Part::People);
    // Who or what is looked for there first, by id.
    let sought = create_signal(String::new());
    let seek = move |part: Part, id: String| {
        sought.set_silent(id);
        shown.set(part);
    };
    let find = move || sought.take_silent();
    let back = icon("back");
    let tabs: Vec<View> = Part::ALL.into_iter().map(|(part, title)| tab(shown, part, title)).collect();
    view! {
        div(class="page settings console") {
            header(class="bar") {
                a(class="icon-button bar-back", data-link="", href="/settings", aria-label=words::BACK) { (back) }
                h1(class="bar-title") { (words::CONSOLE) }
            }
            div(class="page-content") {
                nav(class="console-tabs", aria-label=console::SECTIONS) { (tabs) }
                (Live { now: move || match shown.get() {
                    Part::People => people::people(client, find()),
                    Part::Hubs => hubs::hubs(client, find()),
                    Part::Reports => reports::reports(client, seek),
                    Part::Access => access::access(client),
                    Part::News => news::news(client),
                    Part::Health => health::health(client),
                    Part::Log => log::log(client),
                } })
            }
        }
    }
}

fn tab(shown: Signal<Part>, part: Part, title: &'static str) -> View {
    let current = move || (shown.get() == part).then_some("page");
    view! {
        button(class="button button-small button-quiet", r#type="button", aria-current=current, on:click=handler(move |_| shown.set(part))) {
            (title)
        }
    }
}
