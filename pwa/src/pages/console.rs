//! What the server is run with, by who owns it: people, hubs, who may come, what everybody is told, health, the log.

mod access;
mod health;
mod hubs;
mod list;
mod log;
mod news;
mod people;

use crate::client::Client;
use crate::reactive::{Live, handler};
use crate::words::{self, console};
use sycamore::prelude::*;

/// A part of the console.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    People,
    Hubs,
    Access,
    News,
    Health,
    Log,
}

impl Part {
    const ALL: [(Self, &'static str); 6] = [
        (Self::People, console::PEOPLE),
        (Self::Hubs, console::HUBS),
        (Self::Access, console::ACCESS),
        (Self::News, console::NEWS),
        (Self::Health, console::HEALTH),
        (Self::Log, console::LOG),
    ];
}

/// Draws the page.
pub fn console(client: Client) -> View {
    let shown = create_signal(Part::People);
    let tabs: Vec<View> = Part::ALL.into_iter().map(|(part, title)| tab(shown, part, title)).collect();
    view! {
        div(class="page settings console") {
            header(class="bar") {
                h1(class="bar-title") { (words::CONSOLE) }
            }
            div(class="page-content") {
                nav(class="console-tabs", aria-label=console::SECTIONS) { (tabs) }
                (Live { now: move || match shown.get() {
                    Part::People => people::people(client),
                    Part::Hubs => hubs::hubs(client),
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
