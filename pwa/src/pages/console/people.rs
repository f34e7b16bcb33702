//! People of the server: finding them, closing and ending accounts.

use super::list::{Ask, closed, decide, finder};
use crate::client::Client;
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::empty::empty;
use crate::words::{self as all, console as words};
use hubbub_shared::model::{AdminPeople, AdminPerson, LeftMessages};
use hubbub_shared::protocol::command::{
    AdminErasePerson, AdminGetPeople, AdminReleasePerson, AdminSignOutPerson, AdminSuspendPerson,
};
use hubbub_shared::{Problem, UserId};
use sycamore::prelude::*;

/// What is asked about somebody before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nothing,
    Suspend,
    Erase,
}

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    query: Signal<String>,
    loaded: Signal<Option<Result<AdminPeople, Problem>>>,
}

/// Draws the section.
pub fn people(client: Client) -> View {
    let list = List { client, query: create_signal(String::new()), loaded: create_signal(None) };
    list.load(None);
    let finder = finder(words::FIND_PEOPLE, list.query, move || list.load(None));
    view! {
        section(class="panel", aria-label=words::PEOPLE) {
            (finder)
            (match list.loaded.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=all::LOADING) },
                Some(Err(problem)) => view! { p(class="field-problem", role="alert") { (problem.message.clone()) } },
                Some(Ok(page)) if page.people.is_empty() && page.next.is_none() => {
                    empty("users", words::NOBODY_TITLE, words::NOBODY)
                }
                Some(Ok(page)) => drawn(list, page),
            })
        }
    }
}

fn drawn(list: List, page: AdminPeople) -> View {
    let rows: Vec<View> = page.people.into_iter().map(|person| row(list, person)).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=move |_| list.load(Some(next))) { (words::MORE) }
        },
        None => View::new(),
    };
    view! {
        ul(class="sessions bans", aria-label=words::PEOPLE) { (rows) }
        (more)
    }
}

impl List {
    /// Loads those after somebody, or all anew.
    fn load(self, after: Option<UserId>) {
        let query =
            Some(self.query.get_clone_untracked().trim().to_owned()).filter(|query| !query.is_empty());
        let ask = AdminGetPeople { query, suspended: None, after, limit: None };
        self.client.call(ask, move |answer| {
            if !self.loaded.is_alive() {
                return;
            }
            self.loaded.update(|loaded| match (loaded, answer) {
                (Some(Ok(known)), Ok(page)) if after.is_some() && known.next == after => {
                    known.people.extend(page.people);
                    known.next = page.next;
                }
                (_, Err(problem)) if after.is_some() => self.client.complain(&problem),
                (_, Ok(_)) if after.is_some() => {}
                (loaded, answer) => *loaded = Some(answer),
            });
        });
    }

    /// Shows somebody as they are now.
    fn put(self, person: AdminPerson) {
        if self.loaded.is_alive() {
            self.loaded.update(|loaded| {
                if let Some(Ok(page)) = loaded {
                    for known in page.people.iter_mut().filter(|known| known.user.id == person.user.id) {
                        *known = person.clone();
                    }
                }
            });
        }
        self.client.notify(words::DONE);
    }
}

fn row(list: List, person: AdminPerson) -> View {
    let (picture, id) = (avatar(&person.user, ""), person.user.id);
    let name = person.user.display_name.clone();
    let about = format!("@{} \u{b7} {id}", person.user.username);
    let since = clock::date_of(person.created_at.0);
    let counts = words::counts(person.hubs, person.sessions);
    let state = match (&person.suspended, person.left_at, person.global_owner) {
        (_, Some(_), _) => words::LEFT.to_owned(),
        (Some(suspension), None, _) => closed(suspension),
        (None, None, true) => words::OWNER.to_owned(),
        (None, None, false) => String::new(),
    };
    let owned: Vec<&str> = person.owns.iter().map(|hub| hub.name.as_str()).collect();
    let owns = if owned.is_empty() { String::new() } else { words::owns(&owned.join(", ")) };
    let actions = match person.global_owner || person.left_at.is_some() {
        true => View::new(),
        false => actions(list, person),
    };
    view! {
        li(class="session governing-entry") {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { bdi { (about) } }
                span(class="hint") { (since) " \u{b7} " (counts) }
                span(class="hint") { (owns) }
                span(class="field-problem") { (state) }
            }
            (actions)
        }
    }
}

fn actions(list: List, person: AdminPerson) -> View {
    let (asked, id) = (create_signal(Asked::Nothing), person.user.id);
    let is_suspended = person.suspended.is_some();
    view! {
        (match asked.get() {
            Asked::Nothing => view! {
                div(class="governing-buttons") {
                    (if is_suspended {
                        view! {
                            button(class="button button-small", r#type="button", on:click=move |_| {
                                list.client.call(AdminReleasePerson { user: id, reason: None }, move |answer| done(list, answer));
                            }) { (words::RELEASE) }
                        }
                    } else {
                        view! {
                            button(class="button button-small", r#type="button", on:click=move |_| asked.set(Asked::Suspend)) { (words::SUSPEND) }
                            button(class="button button-small button-quiet", r#type="button", on:click=move |_| {
                                list.client.call(AdminSignOutPerson { user: id, reason: None }, move |answer| done(list, answer));
                            }) { (words::SIGN_OUT) }
                        }
                    })
                    button(class="button button-small button-quiet", r#type="button", on:click=move |_| asked.set(Asked::Erase)) { (words::ERASE) }
                }
            },
            Asked::Suspend => suspend(list, id, asked),
            Asked::Erase => erase(list, id, asked),
        })
    }
}

fn done(list: List, answer: Result<AdminPerson, Problem>) {
    match answer {
        Ok(person) => list.put(person),
        Err(problem) => list.client.complain(&problem),
    }
}

fn suspend(list: List, user: UserId, asked: Signal<Asked>) -> View {
    let ask = Ask::new();
    let act = move || {
        let reason = ask.reason.get_clone_untracked();
        list.client.call(
            AdminSuspendPerson { user, reason, until: ask.until() },
            move |answer| match answer {
                Ok(person) => list.put(person),
                Err(problem) => ask.failed(problem),
            },
        );
    };
    let (reason, length) = (ask.reason_field(), ask.length_field());
    let buttons = decide(words::SUSPEND, true, act, move || asked.set(Asked::Nothing));
    view! { div(class="console-ask") { (reason) (length) (buttons) } }
}

fn erase(list: List, user: UserId, asked: Signal<Asked>) -> View {
    let (ask, deletes) = (Ask::new(), create_signal(false));
    let act = move || {
        let messages = if deletes.get_untracked() { LeftMessages::Deleted } else { LeftMessages::Kept };
        let name = ask.name.get_clone_untracked();
        let command = AdminErasePerson { user, name, messages, reason: ask.given_reason() };
        list.client.call(command, move |answer| match answer {
            Ok(()) => {
                list.client.notify(words::DONE);
                list.load(None);
            }
            Err(problem) => ask.failed(problem),
        });
    };
    let (reason, name) = (ask.reason_field(), ask.name_field());
    let buttons = decide(words::ERASE, true, act, move || asked.set(Asked::Nothing));
    view! {
        div(class="console-ask") {
            p(class="hint") { (words::ERASE_HINT) }
            (name)
            (reason)
            label(class="switch") {
                span(class="card-text") { strong { (words::WITH_MESSAGES) } }
                input(r#type="checkbox", role="switch", on:change=move |event: web_sys::Event| deletes.set(crate::browser::is_checked(&event)))
            }
            (buttons)
        }
    }
}
