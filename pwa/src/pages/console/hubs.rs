//! Hubs of the server, the largest first: closing, deleting after some days, opening again.

use super::list::{Ask, closed, decide, finder};
use crate::client::Client;
use crate::clock;
use crate::components::avatar::hub_avatar;
use crate::components::empty::empty;
use crate::words::{self as all, console as words};
use hubbub_shared::model::{AdminHub, AdminHubs};
use hubbub_shared::protocol::command::{AdminDeleteHub, AdminGetHubs, AdminReleaseHub, AdminSuspendHub};
use hubbub_shared::{HubId, Problem};
use sycamore::prelude::*;

/// What is asked about a hub before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nothing,
    Suspend,
    Delete,
}

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    query: Signal<String>,
    loaded: Signal<Option<Result<AdminHubs, Problem>>>,
}

/// Draws the section.
pub fn hubs(client: Client) -> View {
    let list = List { client, query: create_signal(String::new()), loaded: create_signal(None) };
    list.load(None);
    let finder = finder(words::FIND_HUBS, list.query, move || list.load(None));
    view! {
        section(class="panel", aria-label=words::HUBS) {
            (finder)
            (match list.loaded.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=all::LOADING) },
                Some(Err(problem)) => view! { p(class="field-problem", role="alert") { (problem.message.clone()) } },
                Some(Ok(page)) if page.hubs.is_empty() => empty("chat", words::NO_HUBS_TITLE, words::NO_HUBS),
                Some(Ok(page)) => drawn(list, page),
            })
        }
    }
}

fn drawn(list: List, page: AdminHubs) -> View {
    let rows: Vec<View> = page.hubs.into_iter().map(|hub| row(list, hub)).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=move |_| list.load(Some(next))) { (words::MORE) }
        },
        None => View::new(),
    };
    view! {
        ul(class="sessions bans", aria-label=words::HUBS) { (rows) }
        (more)
    }
}

impl List {
    /// Loads those from a place of the list on, or all anew.
    fn load(self, from: Option<u64>) {
        let query =
            Some(self.query.get_clone_untracked().trim().to_owned()).filter(|query| !query.is_empty());
        let ask = AdminGetHubs { query, suspended: None, from, limit: None };
        self.client.call(ask, move |answer| {
            if !self.loaded.is_alive() {
                return;
            }
            self.loaded.update(|loaded| match (loaded, answer) {
                (Some(Ok(known)), Ok(page)) if from.is_some() && known.next == from => {
                    known.hubs.extend(page.hubs);
                    known.next = page.next;
                }
                (_, Err(problem)) if from.is_some() => self.client.complain(&problem),
                (_, Ok(_)) if from.is_some() => {}
                (loaded, answer) => *loaded = Some(answer),
            });
        });
    }

    /// Shows a hub as it is now.
    fn put(self, hub: AdminHub) {
        if self.loaded.is_alive() {
            self.loaded.update(|loaded| {
                if let Some(Ok(page)) = loaded {
                    for known in page.hubs.iter_mut().filter(|known| known.hub.id == hub.hub.id) {
                        *known = hub.clone();
                    }
                }
            });
        }
        self.client.notify(words::DONE);
    }
}

fn row(list: List, hub: AdminHub) -> View {
    let (picture, id) = (hub_avatar(hub.hub.id.0, &hub.hub.name, ""), hub.hub.id);
    let (name, since) = (hub.hub.name.clone(), clock::date_of(hub.hub.created_at.0));
    let about =
        format!("{} \u{b7} {}", words::members(hub.members), words::owned_by(&hub.owner.display_name));
    let state = hub.suspended.as_ref().map(closed).unwrap_or_default();
    let actions = actions(list, id, hub.suspended.is_some());
    view! {
        li(class="session governing-entry") {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { bdi { (about) } }
                span(class="hint") { (since) " \u{b7} " (id.to_string()) }
                span(class="field-problem") { (state) }
            }
            (actions)
        }
    }
}

fn actions(list: List, hub: HubId, is_closed: bool) -> View {
    let asked = create_signal(Asked::Nothing);
    view! {
        (match asked.get() {
            Asked::Nothing => view! {
                div(class="governing-buttons") {
                    (if is_closed {
                        view! {
                            button(class="button button-small", r#type="button", on:click=move |_| {
                                list.client.call(AdminReleaseHub { hub, reason: None }, move |answer| match answer {
                                    Ok(hub) => list.put(hub),
                                    Err(problem) => list.client.complain(&problem),
                                });
                            }) { (words::OPEN_AGAIN) }
                        }
                    } else {
                        view! {
                            button(class="button button-small", r#type="button", on:click=move |_| asked.set(Asked::Suspend)) { (words::SUSPEND) }
                        }
                    })
                    button(class="button button-small button-quiet", r#type="button", on:click=move |_| asked.set(Asked::Delete)) { (words::DELETE_HUB) }
                }
            },
            Asked::Suspend => suspend(list, hub, asked),
            Asked::Delete => delete(list, hub, asked),
        })
    }
}

fn suspend(list: List, hub: HubId, asked: Signal<Asked>) -> View {
    let ask = Ask::new();
    let act = move || {
        let reason = ask.reason.get_clone_untracked();
        list.client.call(AdminSuspendHub { hub, reason, until: ask.until() }, move |answer| match answer {
            Ok(hub) => list.put(hub),
            Err(problem) => ask.failed(problem),
        });
    };
    let (reason, length) = (ask.reason_field(), ask.length_field());
    let buttons = decide(words::SUSPEND, true, act, move || asked.set(Asked::Nothing));
    view! { div(class="console-ask") { (reason) (length) (buttons) } }
}

fn delete(list: List, hub: HubId, asked: Signal<Asked>) -> View {
    let ask = Ask::new();
    let act = move || {
        let (name, reason) = (ask.name.get_clone_untracked(), ask.reason.get_clone_untracked());
        list.client.call(AdminDeleteHub { hub, name, reason }, move |answer| match answer {
            Ok(hub) => list.put(hub),
            Err(problem) => ask.failed(problem),
        });
    };
    let (reason, name) = (ask.reason_field(), ask.name_field());
    let buttons = decide(words::DELETE_HUB, true, act, move || asked.set(Asked::Nothing));
    view! {
        div(class="console-ask") {
            p(class="hint") { (words::DELETE_HINT) }
            (name)
            (reason)
            (buttons)
        }
    }
}
