//! Hubs of the server, the largest first: closing, deleting after some days, opening again, giving to others.

use super::list::{Ask, Search, closed, more};
use crate::browser;
use crate::client::Client;
use crate::clock;
use crate::components::avatar::hub_avatar;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::reactive::{Live, create_selector, handler};
use crate::words::console as words;
use hubbub_shared::model::{AdminHub, AdminHubs, AdminPeople};
use hubbub_shared::protocol::command::{
    AdminDeleteHub, AdminGetHubs, AdminGetPeople, AdminReleaseHub, AdminSuspendHub, AdminTransferHub,
};
use hubbub_shared::{ErrorCode, HubId, Problem, UserId};
use sycamore::prelude::*;

/// What is asked about a hub before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Suspend,
    Delete,
    Give,
}

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    search: Search,
    loaded: Loaded<AdminHubs>,
    /// About which hub it is asked once more.
    asked: Signal<Option<(HubId, Asked)>>,
}

/// Draws the section; what is sought is found already.
pub fn hubs(client: Client, sought: String) -> View {
    let (search, loaded, asked) = (Search::new(sought), Loaded::new(), create_signal(None));
    let list = List { client, search, loaded, asked };
    list.load(None);
    let form = search.form(words::FIND_HUBS, move || list.load(None));
    let body = loaded.view(move |page: &AdminHubs| match page.hubs.is_empty() {
        true => empty("chat", words::NO_HUBS_TITLE, words::NO_HUBS),
        false => drawn(list, page.clone()),
    });
    view! {
        section(class="panel", aria-label=words::HUBS) {
            (form)
            (body)
        }
    }
}

fn drawn(list: List, page: AdminHubs) -> View {
    let next = page.next;
    let rows: Vec<View> = page.hubs.into_iter().map(|hub| row(list, hub)).collect();
    let more = more(next.is_some(), move || list.load(next));
    view! {
        ul(class="sessions bans", aria-label=words::HUBS) { (rows) }
        (more)
    }
}

impl List {
    /// Loads those from a place of the list on, or all anew.
    fn load(self, from: Option<u64>) {
        let (query, suspended) = (self.search.query(), self.search.suspended());
        let ask = AdminGetHubs { query, suspended, from, limit: None };
        self.client.call(ask, move |answer| {
            self.loaded.page(self.client, from, answer, |page| (&mut page.hubs, &mut page.next));
        });
    }

    fn ask(self, hub: HubId, what: Asked) {
        self.asked.set(Some((hub, what)));
    }

    /// Asks no more. The focus goes back to where it came from.
    fn close(self, hub: HubId) {
        self.asked.set(None);
        browser::soon(move || browser::focus(&format!("[data-row=\"{hub}\"] button")));
    }

    /// A hub is otherwise now, or the answer was no.
    fn answered(self, ask: Option<Ask>, answer: Result<AdminHub, Problem>) {
        match (answer, ask) {
            (Ok(hub), _) => self.put(hub),
            (Err(problem), Some(ask)) => ask.failed(problem),
            (Err(problem), None) => self.client.complain(&problem),
        }
    }

    fn put(self, hub: AdminHub) {
        self.client.notify(words::DONE);
        if !self.loaded.is_shown() {
            return;
        }
        self.close(hub.hub.id);
        self.loaded.change(|page| {
            for known in page.hubs.iter_mut().filter(|known| known.hub.id == hub.hub.id) {
                *known = hub.clone();
            }
        });
    }
}

fn row(list: List, hub: AdminHub) -> View {
    let (picture, id) = (hub_avatar(hub.hub.id.0, &hub.hub.name, hub.hub.icon.as_deref(), ""), hub.hub.id);
    let name = hub.hub.name.clone();
    let about =
        format!("{} \u{b7} {}", words::members(hub.members), words::owned_by(&hub.owner.display_name));
    let since = format!("{} \u{b7} {id}", words::since(&clock::date_of(hub.hub.created_at.0)));
    let state = hub.suspended.as_ref().map_or_else(View::new, |suspension| {
        let words = closed(suspension);
        view! { span(class="field-problem") { bdi { (words) } } }
    });
    let actions = actions(list, &hub);
    view! {
        li(class="session governing-entry", data-row=id.to_string()) {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { bdi { (about) } }
                span(class="hint") { (since) }
                (state)
            }
            (actions)
        }
    }
}

fn actions(list: List, hub: &AdminHub) -> View {
    let (id, is_closed) = (hub.hub.id, hub.suspended.is_some());
    let is_ending = hub.suspended.as_ref().is_some_and(|suspension| suspension.deletes);
    let asked = create_selector(move || list.asked.get().filter(|(hub, _)| *hub == id).map(|(_, what)| what));
    view! {
        (Live { now: move || match asked.get() {
            None => buttons(list, id, is_closed, is_ending),
            Some(Asked::Suspend) => suspend(list, id),
            Some(Asked::Delete) => delete(list, id),
            Some(Asked::Give) => give(list, id),
        } })
    }
}

fn buttons(list: List, hub: HubId, is_closed: bool, is_ending: bool) -> View {
    let first = if is_closed {
        let release = AdminReleaseHub { hub, reason: None };
        view! {
            button(class="button button-small", r#type="button", on:click=handler(move |_| {
                list.client.call(release.clone(), move |answer| list.answered(None, answer));
            })) { (words::OPEN_AGAIN) }
        }
    } else {
        view! {
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| list.ask(hub, Asked::Suspend))) { (words::SUSPEND) }
        }
    };
    let last = if is_ending {
        View::new()
    } else {
        view! {
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| list.ask(hub, Asked::Delete))) { (words::DELETE_HUB) }
        }
    };
    view! {
        div(class="governing-buttons") {
            (first)
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| list.ask(hub, Asked::Give))) { (words::GIVE) }
            (last)
        }
    }
}

fn suspend(list: List, hub: HubId) -> View {
    let ask = Ask::new();
    let act = move || {
        let command = AdminSuspendHub { hub, reason: ask.reason(), until: ask.until() };
        list.client.call(command, move |answer| list.answered(Some(ask), answer));
    };
    let fields = vec![hint(words::CLOSE_HINT), ask.reason_field(words::REASON_TOLD), ask.length_field()];
    ask.form(fields, words::SUSPEND, act, move || list.close(hub))
}

fn delete(list: List, hub: HubId) -> View {
    let ask = Ask::new();
    let act = move || {
        let command = AdminDeleteHub { hub, name: ask.name.get_clone_untracked(), reason: ask.reason() };
        list.client.call(command, move |answer| list.answered(Some(ask), answer));
    };
    let fields = vec![
        hint(words::DELETE_HINT),
        ask.name_field(words::CONFIRM_HUB, ""),
        ask.reason_field(words::REASON_TOLD),
    ];
    ask.form(fields, words::DELETE_HUB, act, move || list.close(hub))
}

fn give(list: List, hub: HubId) -> View {
    let ask = Ask::new();
    let act = move || {
        let query = Some(ask.name.get_clone_untracked().trim().to_owned()).filter(|name| !name.is_empty());
        let named = query.clone().unwrap_or_default();
        let find = AdminGetPeople { query, suspended: None, after: None, limit: None };
        list.client.call(find, move |answer| match answer.map(|page| meant(page, &named)) {
            Ok(Ok(owner)) => {
                let command = AdminTransferHub { hub, owner, reason: ask.given_reason() };
                list.client.call(command, move |answer| list.answered(Some(ask), answer));
            }
            Ok(Err(message)) => ask.failed(Problem::new(ErrorCode::Conflict, message)),
            Err(problem) => ask.failed(problem),
        });
    };
    let fields =
        vec![hint(words::GIVE_HINT), ask.name_field(words::HEIR, ""), ask.reason_field(words::REASON_LOGGED)];
    ask.form(fields, words::GIVE, act, move || list.close(hub))
}

/// The one person who is called so, or what to do.
fn meant(page: AdminPeople, named: &str) -> Result<UserId, &'static str> {
    let is_exact = |user: &hubbub_shared::model::User| {
        user.display_name == named || user.username == named || user.id.to_string() == named
    };
    let users = || page.people.iter().map(|person| &person.user);
    let exact: Vec<UserId> = users().filter(|user| is_exact(user)).map(|user| user.id).collect();
    let all: Vec<UserId> = users().map(|user| user.id).collect();
    match (named.is_empty(), exact.as_slice(), all.as_slice()) {
        (false, [one], _) | (false, [], [one]) => Ok(*one),
        (true, ..) | (false, [], []) => Err(words::HEIR_UNKNOWN),
        _ => Err(words::HEIR_NOT_CLEAR),
    }
}

fn hint(words: &'static str) -> View {
    view! { p(class="hint") { (words) } }
}
