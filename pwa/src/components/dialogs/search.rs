//! Looking for messages of a hub: what is typed, what it can go on with, and what was found, which leads to where it was said.

use crate::client::{Client, use_client};
use crate::components::avatar::avatar;
use crate::components::dialog::frame;
use crate::components::more_icons::{empty, icon};
use crate::offline::searches;
use crate::reactive::{Live, create_effect, handler};
use crate::state::{Group, Nameable, Suggestion, groups, suggestions};
use crate::words::searching as words;
use crate::{browser, clock, words as all};
use hubbub_shared::model::{FoundMessage, FoundMessages};
use hubbub_shared::protocol::command::SearchMessages;
use hubbub_shared::search::{Piece, Search, excerpt};
use hubbub_shared::{HubId, Problem};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// Two screens of a phone, and some more.
const PER_PAGE: u64 = 30;
/// Whoever types is asked for when they pause for so long.
const PAUSE_MS: i32 = 300;
/// Shorter words are looked for when somebody says so.
const LEAST_CHARS: usize = 2;
/// So much of a message is shown around what was found.
const MOST_CHARS: usize = 240;
/// More is asked for so many pixels before the end.
const NEAR_END: i32 = 400;

/// What is on the screen below what is typed.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    /// Nothing is looked for.
    Nothing,
    /// It is on its way, for the first time.
    Coming,
    /// What somebody typed is not clear, or it did not come.
    Failed(String),
    /// What was found.
    Found(FoundMessages),
}

/// See the module. Copies are the same.
#[derive(Clone, Copy)]
struct Looking {
    client: Client,
    hub: HubId,
    typed: Signal<String>,
    shown: Signal<Shown>,
    /// The number of the newest question: answers to others are too late.
    question: Signal<u32>,
    /// Whether more is on its way.
    is_going_on: Signal<bool>,
}

pub fn search(hub: HubId) -> View {
    let client = use_client();
    let looking = Looking {
        client,
        hub,
        typed: create_signal(String::new()),
        shown: create_signal(Shown::Nothing),
        question: create_signal(0),
        is_going_on: create_signal(false),
    };
    create_effect(move || {
        looking.typed.track();
        untrack(|| looking.ask_soon());
    });
    let (glass, close) = (icon("search"), icon("close"));
    let typed = looking.typed;
    let content = view! {
        form(class="switcher-head", role="search", on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            looking.ask_now();
        })) {
            (glass)
            input(r#type="search", id="search", data-testid="search", aria-label=words::SEARCH, placeholder=words::EXAMPLE, autocomplete="off",
                enterkeyhint="search", aria-controls="search-results", bind:value=typed,
                on:keydown=handler(move |event: KeyboardEvent| leave_downwards(&event)))
            button(class="icon-button", r#type="button", aria-label=all::CLOSE, on:click=handler(move |_| client.close())) { (close) }
        }
        (Live { now: move || chips(looking) })
        div(class="search-results", id="search-results", tabindex="-1", on:scroll=handler(move |event: Event| looking.scrolled(&event))) {
            (Live { now: move || below(looking) })
        }
        p(class="unseen", role="status") { (Live { now: move || looking.shown.with(told) }) }
    };
    frame("dialog switcher message-search", words::SEARCH.to_owned(), content)
}

/// From the field into what was found.
fn leave_downwards(event: &KeyboardEvent) {
    if event.key() == "ArrowDown" && browser::find(".search-hit").is_some() {
        event.prevent_default();
        browser::focus(".search-hit");
    }
}

/// Up and down among what was found; up from the first back into the field.
fn walk(event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    let at = event.current_target().and_then(|at| at.dyn_into::<Element>().ok());
    let number = at.and_then(|at| at.get_attribute("data-number")?.parse::<i32>().ok()).unwrap_or(0);
    match number + step {
        ..0 => browser::focus("#search"),
        next => browser::focus(&hit(&next.to_string())),
    }
}

/// Finds what was found, by its number on the screen.
fn hit(number: &str) -> String {
    format!(".search-hit[data-number=\"{number}\"]")
}

/// What is said to who does not see it.
fn told(shown: &Shown) -> String {
    match shown {
        Shown::Nothing => String::new(),
        Shown::Coming => all::LOADING.to_owned(),
        Shown::Failed(problem) => problem.clone(),
        Shown::Found(page) => words::shown(page.found.len(), page.next.is_some()),
    }
}

impl Looking {
    fn ask_soon(self) {
        let question = self.next_question();
        let typed = self.typed.get_clone_untracked();
        if typed.trim().is_empty() {
            return self.shown.set(Shown::Nothing);
        }
        // Somebody who is still typing a filter need not be told that it is not clear yet.
        if typed.trim().chars().count() < LEAST_CHARS || Search::parse(&typed).is_err() {
            return;
        }
        browser::later(PAUSE_MS, move || {
            if self.is_asked(question) {
                self.ask(question, None);
            }
        });
    }

    /// Somebody says that it is all.
    fn ask_now(self) {
        let question = self.next_question();
        let typed = self.typed.get_clone_untracked();
        match Search::parse(&typed) {
            Ok(_) => {
                searches::keep(self.hub, &typed);
                self.ask(question, None);
            }
            Err(unclear) => self.shown.set(Shown::Failed(unclear.0)),
        }
    }

    /// Another search takes the place of what is typed.
    fn begin(self, typed: String) {
        self.typed.set(typed);
        browser::focus("#search");
    }

    fn next_question(self) -> u32 {
        self.question.set(self.question.get_untracked() + 1);
        self.is_going_on.set(false);
        self.question.get_untracked()
    }

    fn is_asked(self, question: u32) -> bool {
        self.question.is_alive() && self.question.get_untracked() == question
    }

    fn ask(self, question: u32, after: Option<String>) {
        if !self.shown.with_untracked(|shown| matches!(shown, Shown::Found(_))) {
            self.shown.set(Shown::Coming);
        }
        let q = self.typed.get_clone_untracked().trim().to_owned();
        let command = SearchMessages {
            time_zone: Some(clock::time_zone()),
            after: after.clone(),
            limit: Some(PER_PAGE),
            ..SearchMessages::of(self.hub, &q)
        };
        self.client.call(command, move |answer| {
            if self.is_asked(question) {
                self.is_going_on.set(false);
                self.answered(after.is_some(), answer);
            }
        });
    }

    fn answered(self, goes_on: bool, answer: Result<FoundMessages, Problem>) {
        match answer {
            Ok(page) if goes_on => {
                let focused = self.focused();
                self.shown.update(|shown| {
                    if let Shown::Found(known) = shown {
                        known.found.extend(page.found);
                        known.next = page.next;
                    }
                });
                if let Some(number) = focused {
                    browser::focus(&hit(&number));
                }
            }
            Ok(page) => self.shown.set(Shown::Found(page)),
            Err(problem) if goes_on => self.client.complain(&problem),
            Err(problem) => self.shown.set(Shown::Failed(problem.message)),
        }
    }

    /// The number of what has the focus and is drawn anew when more comes; the button for more is followed by what comes.
    fn focused(self) -> Option<String> {
        let element = browser::focused()?;
        let is_more = element.matches("[data-testid=search-more]").unwrap_or(false);
        let count = self.shown.with_untracked(|shown| match shown {
            Shown::Found(page) => page.found.len(),
            _ => 0,
        });
        element.get_attribute("data-number").or_else(|| is_more.then(|| count.to_string()))
    }

    fn go_on(self) {
        let next = self.shown.with_untracked(|shown| match shown {
            Shown::Found(page) => page.next.clone(),
            _ => None,
        });
        if next.is_some() && !self.is_going_on.get_untracked() {
            self.is_going_on.set(true);
            self.ask(self.question.get_untracked(), next);
        }
    }

    fn scrolled(self, event: &Event) {
        let Some(list) = event.current_target().and_then(|list| list.dyn_into::<Element>().ok()) else {
            return;
        };
        if list.scroll_top() + list.client_height() + NEAR_END > list.scroll_height() {
            self.go_on();
        }
    }

    /// To where a message was said. What was typed to find it is remembered.
    fn take(self, found: &FoundMessage) {
        searches::keep(self.hub, &self.typed.get_clone_untracked());
        self.client.lead_to(found.message.channel, found.message.id);
    }

    /// What can be named.
    fn nameable(self) -> Nameable {
        let today = clock::now();
        let days = [0, 1, 7, 30].map(|ago| clock::iso(today - ago * 86_400_000)[..10].to_owned());
        self.client.model.with_untracked(|model| Nameable {
            people: model.members.of(self.hub).map(|user| user.display_name.clone()).collect(),
            channels: model
                .hubs
                .get(self.hub)
                .map(|hub| hub.channels.iter().map(|channel| channel.name.clone()).collect())
                .unwrap_or_default(),
            days: days.into(),
        })
    }
}

/// What the search can go on with.
fn chips(looking: Looking) -> View {
    let all = suggestions(&looking.typed.get_clone(), &looking.nameable());
    let chip = |one: Suggestion| {
        let (label, whole) = (one.label, one.whole);
        view! {
            li {
                button(class="chip search-chip", r#type="button", data-testid="search-chip", on:click=handler(move |_| looking.begin(whole.clone()))) {
                    bdi { (label) }
                }
            }
        }
    };
    let chips: Vec<View> = all.into_iter().map(chip).collect();
    view! { ul(class="search-chips", aria-label=words::FILTERS) { (chips) } }
}

fn below(looking: Looking) -> View {
    match looking.shown.get_clone() {
        Shown::Nothing => beginning(looking),
        Shown::Coming => view! { div(class="input skeleton-line", aria-label=all::LOADING) },
        Shown::Failed(problem) => {
            view! { p(class="field-problem", data-testid="search-problem") { (problem) } }
        }
        Shown::Found(page) => results(looking, &page),
    }
}

/// What was searched for before, or how to search.
fn beginning(looking: Looking) -> View {
    let recent = searches::recent(looking.hub);
    if recent.is_empty() {
        return empty("search", words::HOW_TITLE, words::HOW);
    }
    let one = |search: String| {
        let (clock, label) = (icon("clock"), search.clone());
        view! {
            li {
                button(class="search-before", r#type="button", data-testid="search-before", on:click=handler(move |_| looking.begin(search.clone()))) {
                    (clock)
                    bdi { (label) }
                }
            }
        }
    };
    let all: Vec<View> = recent.into_iter().map(one).collect();
    view! {
        h3(class="search-head") { (words::RECENT) }
        ul { (all) }
        button(class="button button-quiet button-small", r#type="button", on:click=handler(move |_| {
            searches::forget(looking.hub);
            looking.shown.set(Shown::Nothing);
            browser::focus("#search");
        })) { (words::FORGET) }
    }
}

fn results(looking: Looking, page: &FoundMessages) -> View {
    let incomplete = match page.complete {
        true => View::new(),
        false => view! { p(class="hint search-note") { (words::INCOMPLETE) } },
    };
    if page.found.is_empty() {
        let none = empty("search", words::NONE_TITLE, words::NONE);
        return View::from(vec![incomplete, none]);
    }
    let mut number = 0;
    let mut was_similar = false;
    let mut all: Vec<View> = vec![incomplete];
    for group in groups(&page.found, clock::day_of) {
        if group.similar && !was_similar {
            was_similar = true;
            all.push(view! { h3(class="search-head search-similar") { (words::SIMILAR) } });
        }
        all.push(section(looking, &group, &mut number));
    }
    if page.next.is_some() {
        all.push(view! {
            button(class="button button-quiet button-wide", r#type="button", data-testid="search-more", on:click=handler(move |_| looking.go_on())) {
                (words::MORE)
            }
        });
    }
    view! { div(aria-label=words::RESULTS, role="group") { (all) } }
}

fn section(looking: Looking, group: &Group, number: &mut usize) -> View {
    let name = looking.client.model.with_untracked(|model| {
        model.hubs.channel(group.channel).map(|channel| channel.name.clone()).unwrap_or_default()
    });
    let heading = words::place_and_day(&name, &clock::day(group.at, clock::now()));
    let rows: Vec<View> = group
        .found
        .iter()
        .map(|found| {
            *number += 1;
            row(looking, found.clone(), *number - 1)
        })
        .collect();
    view! {
        h3(class="search-head") { bdi { (heading) } }
        ul { (rows) }
    }
}

fn row(looking: Looking, found: FoundMessage, number: usize) -> View {
    let message = &found.message;
    let (name, text, is_blocked) = looking.client.model.with_untracked(|model| {
        let name = model.name_of(message.author.id).unwrap_or_else(|| message.author.display_name.clone());
        (name, model.words_of(message), model.folds(message.author.id))
    });
    let words = match is_blocked {
        true => view! { span(class="hint") { (text) } },
        false => {
            View::from(excerpt(&text, &found.words, MOST_CHARS).into_iter().map(piece).collect::<Vec<_>>())
        }
    };
    let picture = avatar(&message.author, "");
    let (at, iso) = (clock::time(message.created_at.0), clock::iso(message.created_at.0));
    view! {
        li {
            button(class="pin-go search-hit", r#type="button", data-testid="search-hit", data-number=number.to_string(),
                on:click=handler(move |_| looking.take(&found)), on:keydown=handler(move |event: KeyboardEvent| walk(&event))) {
                (picture)
                span(class="card-text") {
                    span { strong { bdi { (name) } } " " time(class="hint", datetime=iso) { (at) } }
                    span(class="pin-words search-words") { bdi { (words) } }
                }
            }
        }
    }
}

fn piece(piece: Piece<'_>) -> View {
    let text = piece.text.to_owned();
    if piece.found {
        view! { mark { (text) } }
    } else {
        View::from(text)
    }
}
