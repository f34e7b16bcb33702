//! People of the server: finding them, closing and ending accounts.

use super::list::{Ask, Search, closed, more};
use crate::browser;
use crate::client::Client;
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::reactive::{Live, create_selector, handler};
use crate::words::console as words;
use hubbub_shared::model::{AdminPeople, AdminPerson, LeftMessages};
use hubbub_shared::protocol::command::{
    AdminErasePerson, AdminGetPeople, AdminReleasePerson, AdminSignOutPerson, AdminSuspendPerson,
};
use hubbub_shared::{ErrorCode, Problem, UserId};
use sycamore::prelude::*;

/// What is asked about somebody before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Suspend,
    SignOut,
    Erase,
}

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    search: Search,
    loaded: Loaded<AdminPeople>,
    /// About whom it is asked once more.
    asked: Signal<Option<(UserId, Asked)>>,
}

/// Draws the section; what is sought is found already.
pub fn people(client: Client, sought: String) -> View {
    let (search, loaded, asked) = (Search::new(sought), Loaded::new(), create_signal(None));
    let list = List { client, search, loaded, asked };
    list.load(None);
    let form = search.form(words::FIND_PEOPLE, move || list.load(None));
    let body = loaded.view(move |page: &AdminPeople| match page.people.is_empty() && page.next.is_none() {
        true => empty("users", words::NOBODY_TITLE, words::NOBODY),
        false => drawn(list, page.clone()),
    });
    view! {
        section(class="panel", aria-label=words::PEOPLE) {
            (form)
            (body)
        }
    }
}

fn drawn(list: List, page: AdminPeople) -> View {
    let next = page.next;
    let rows: Vec<View> = page.people.into_iter().map(|person| row(list, person)).collect();
    let more = more(next.is_some(), move || list.load(next));
    view! {
        ul(class="sessions bans", aria-label=words::PEOPLE) { (rows) }
        (more)
    }
}

impl List {
    /// Loads those after somebody, or all anew.
    fn load(self, after: Option<UserId>) {
        let (query, suspended) = (self.search.query(), self.search.suspended());
        let ask = AdminGetPeople { query, suspended, after, limit: None };
        self.client.call(ask, move |answer| {
            self.loaded.page(self.client, after, answer, |page| (&mut page.people, &mut page.next));
        });
    }

    fn ask(self, user: UserId, what: Asked) {
        self.asked.set(Some((user, what)));
    }

    /// Asks no more. The focus goes back to where it came from.
    fn close(self, user: UserId) {
        self.asked.set(None);
        browser::soon(move || browser::focus(&format!("[data-row=\"{user}\"] button")));
    }

    /// Somebody is otherwise now, or the answer was no.
    fn answered(self, ask: Option<Ask>, answer: Result<AdminPerson, Problem>) {
        match (answer, ask) {
            (Ok(person), _) => self.put(person),
            (Err(problem), Some(ask)) => ask.failed(problem),
            (Err(problem), None) => self.client.complain(&problem),
        }
    }

    fn put(self, person: AdminPerson) {
        self.client.notify(words::DONE);
        if !self.loaded.is_shown() {
            return;
        }
        self.close(person.user.id);
        self.loaded.change(|page| {
            for known in page.people.iter_mut().filter(|known| known.user.id == person.user.id) {
                *known = person.clone();
            }
        });
    }
}

fn row(list: List, person: AdminPerson) -> View {
    let (picture, id) = (avatar(&person.user, ""), person.user.id);
    let name = person.user.display_name.clone();
    let about = format!("@{} \u{b7} {id}", person.user.username);
    let counts = format!(
        "{} \u{b7} {}",
        words::since(&clock::date_of(person.created_at.0)),
        words::counts(person.hubs, person.sessions)
    );
    let owned: Vec<&str> = person.owns.iter().map(|hub| hub.name.as_str()).collect();
    let owns = (!owned.is_empty()).then(|| words::owns(&owned.join(", ")));
    let lines: Vec<View> = [(person.left_at.is_none()).then_some(about), Some(counts), owns]
        .into_iter()
        .flatten()
        .map(|line| view! { span(class="hint") { bdi { (line) } } })
        .collect();
    let (state, actions) = (state(&person), actions(list, &person));
    view! {
        li(class="session governing-entry", data-row=id.to_string()) {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                (lines)
                (state)
            }
            (actions)
        }
    }
}

fn state(person: &AdminPerson) -> View {
    let closed = match &person.suspended {
        Some(suspension) => {
            let words = closed(suspension);
            return view! { span(class="field-problem") { bdi { (words) } } };
        }
        None if person.left_at.is_some() => words::LEFT,
        None if person.global_owner => words::OWNER,
        None => return View::new(),
    };
    view! { span(class="console-state") { (closed) } }
}

fn actions(list: List, person: &AdminPerson) -> View {
    if person.global_owner || person.left_at.is_some() {
        return View::new();
    }
    let (id, is_suspended) = (person.user.id, person.suspended.is_some());
    let asked =
        create_selector(move || list.asked.get().filter(|(user, _)| *user == id).map(|(_, what)| what));
    view! {
        (Live { now: move || match asked.get() {
            None => buttons(list, id, is_suspended),
            Some(Asked::Suspend) => suspend(list, id),
            Some(Asked::SignOut) => sign_out(list, id),
            Some(Asked::Erase) => erase(list, id),
        } })
    }
}

fn buttons(list: List, user: UserId, is_suspended: bool) -> View {
    let first = if is_suspended {
        let release = AdminReleasePerson { user, reason: None };
        view! {
            button(class="button button-small", r#type="button", on:click=handler(move |_| {
                list.client.call(release.clone(), move |answer| list.answered(None, answer));
            })) { (words::RELEASE) }
        }
    } else {
        view! {
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| list.ask(user, Asked::Suspend))) { (words::SUSPEND) }
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| list.ask(user, Asked::SignOut))) { (words::SIGN_OUT) }
        }
    };
    view! {
        div(class="governing-buttons") {
            (first)
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| list.ask(user, Asked::Erase))) { (words::ERASE) }
        }
    }
}

fn suspend(list: List, user: UserId) -> View {
    let ask = Ask::new();
    let act = move || {
        let command = AdminSuspendPerson { user, reason: ask.reason(), until: ask.until() };
        list.client.call(command, move |answer| list.answered(Some(ask), answer));
    };
    let fields = vec![hint(words::SUSPEND_HINT), ask.reason_field(words::REASON_TOLD), ask.length_field()];
    ask.form(fields, words::SUSPEND, act, move || list.close(user))
}

fn sign_out(list: List, user: UserId) -> View {
    let ask = Ask::new();
    let act = move || {
        let command = AdminSignOutPerson { user, reason: ask.given_reason() };
        list.client.call(command, move |answer| list.answered(Some(ask), answer));
    };
    let fields = vec![hint(words::SIGN_OUT_HINT), ask.reason_field(words::REASON_LOGGED)];
    ask.form(fields, words::SIGN_OUT, act, move || list.close(user))
}

fn erase(list: List, user: UserId) -> View {
    let (ask, deletes) = (Ask::new(), create_signal(false));
    let act = move || {
        let messages = if deletes.get_untracked() { LeftMessages::Deleted } else { LeftMessages::Kept };
        let name = ask.name.get_clone_untracked();
        let command = AdminErasePerson { user, name, messages, reason: ask.given_reason() };
        list.client.call(command, move |answer| match answer {
            Ok(()) => {
                list.client.notify(words::DONE);
                if list.asked.is_alive() {
                    list.asked.set(None);
                    list.load(None);
                }
            }
            Err(problem) => ask.failed(with_hubs(problem)),
        });
    };
    let with_messages = view! {
        label(class="switch") {
            span(class="card-text") { (words::WITH_MESSAGES) }
            input(r#type="checkbox", role="switch", on:change=handler(move |event: web_sys::Event| deletes.set(browser::is_checked(&event))))
        }
    };
    let fields = vec![
        hint(words::ERASE_HINT),
        ask.name_field(words::CONFIRM, ""),
        with_messages,
        ask.reason_field(words::REASON_LOGGED),
    ];
    ask.form(fields, words::ERASE, act, move || list.close(user))
}

/// Whoever owns hubs cannot go yet: which ones.
fn with_hubs(problem: Problem) -> Problem {
    let hubs: Vec<&str> = problem.fields.iter().map(|hub| hub.message.as_str()).collect();
    match problem.code {
        ErrorCode::Conflict if !hubs.is_empty() => {
            let message = words::owns_first(&hubs.join(", "));
            Problem { message, ..problem }
        }
        _ => problem,
    }
}

fn hint(words: &'static str) -> View {
    view! { p(class="hint") { (words) } }
}
