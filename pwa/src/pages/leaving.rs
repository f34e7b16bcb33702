//! Taking along what is one's own, and going: in the settings, in words that say what stays and why.

use crate::client::Client;
use crate::components::field::{Field, field};
use crate::net::download;
use crate::reactive::{Live, handler};
use crate::words::{CANCEL, leaving as words};
use crate::{browser, words as all};
use hubbub_shared::model::LeftMessages;
use hubbub_shared::protocol::command::DeleteAccount;
use hubbub_shared::text::DisplayName;
use hubbub_shared::{ErrorCode, Problem};
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

const ADDRESS: &str = "/api/users/@me/export";
const FILE: &str = "hubbub-export.json";
const COUNT: &str = "x-export-messages";

/// Draws the section.
pub fn leaving(client: Client) -> View {
    let (export, delete) = (export(client), delete(client));
    view! {
        section(class="panel", aria-label=words::TITLE) {
            h2 { (words::TITLE) }
            (export)
            (delete)
        }
    }
}

fn export(client: Client) -> View {
    // Lines that are here and messages that were announced, while it is under way.
    let under_way = create_signal(None::<(u64, u64)>);
    let start = move || {
        under_way.set(Some((0, 0)));
        spawn_local(async move {
            let tell = move |lines, announced| {
                if under_way.is_alive() {
                    under_way.set(Some((lines, announced)));
                }
            };
            let outcome = download::save(ADDRESS, (FILE, COUNT), tell).await;
            if under_way.is_alive() {
                under_way.set(None);
            }
            match outcome {
                Ok(()) => client.notify(words::EXPORTED),
                Err(problem) => client.complain(&all::problem(problem)),
            }
        });
    };
    view! {
        p(class="hint") { (words::EXPORT_HINT) }
        (Live { now: move || match under_way.get() {
            None => view! {
                button(class="button button-quiet button-wide", r#type="button", data-testid="export", on:click=handler(move |_| start())) { (words::EXPORT) }
            },
            Some((lines, announced)) => {
                let told = words::progress(lines, announced);
                view! {
                    div(class="field", role="status") {
                        progress(max=announced.max(1).to_string(), value=lines.min(announced).to_string(), aria-label=words::EXPORT)
                        p(class="hint") { (told) }
                    }
                }
            }
        } })
    }
}

fn delete(client: Client) -> View {
    let is_open = create_signal(false);
    view! {
        (Live { now: move || if is_open.get() {
            form(client, is_open)
        } else {
            view! {
                p(class="hint") { (words::DELETE_HINT) }
                button(class="button button-quiet button-wide", r#type="button", data-testid="delete-account", on:click=handler(move |_| {
                    is_open.set(true);
                    browser::soon(|| browser::focus("#confirm-name"));
                })) { (words::DELETE) }
            }
        } })
    }
}

fn form(client: Client, is_open: Signal<bool>) -> View {
    let (name, problem, busy) =
        (create_signal(String::new()), create_signal(None::<Problem>), create_signal(false));
    let messages = create_signal(LeftMessages::Kept);
    let own = client.model.with_untracked(|model| model.me.as_ref().map(|me| me.display_name.clone()));
    let own = own.unwrap_or_default();
    let matches = create_memo({
        let own = own.clone();
        move || name.with(|name| name.trim() == own)
    });
    let confirm = field(Field {
        id: "confirm-name",
        label: words::CONFIRM,
        example: "",
        value: name,
        problem,
        max: DisplayName::MAX_CHARS,
    });
    let (kept, removed) = (
        choice(messages, LeftMessages::Kept, words::KEEP, words::KEEP_HINT),
        choice(messages, LeftMessages::Deleted, words::REMOVE, words::REMOVE_HINT),
    );
    view! {
        form(class="leaving", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            busy.set(true);
            let command = DeleteAccount { name: name.get_clone_untracked(), messages: messages.get() };
            client.call(command, move |answer| match answer {
                Ok(()) => client.sign_out(),
                Err(why) if busy.is_alive() => {
                    busy.set(false);
                    problem.set(Some(told(why)));
                }
                Err(_) => {}
            });
        })) {
            p(class="hint") { (words::DELETE_HINT) }
            fieldset(class="leaving-choices") {
                legend { (words::MESSAGES) }
                (kept)
                (removed)
            }
            p(class="hint") { (words::STAYS) }
            p { bdi { strong { (own) } } }
            (confirm)
            button(class="button button-wide button-danger", r#type="submit", data-testid="delete-for-good",
                disabled=move || busy.get() || !matches.get()) { (words::FOREVER) }
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| is_open.set(false))) { (CANCEL) }
        }
    }
}

/// Whoever owns hubs reads which.
fn told(problem: Problem) -> Problem {
    let hubs: Vec<&str> = problem.fields.iter().map(|hub| hub.message.as_str()).collect();
    match problem.code {
        ErrorCode::Conflict if !hubs.is_empty() => {
            let message = format!("{} {}", words::OWNS, hubs.join(", "));
            Problem { message, ..problem }
        }
        ErrorCode::Conflict => Problem { message: words::OWNER.to_owned(), ..problem },
        _ => problem,
    }
}

fn choice(chosen: Signal<LeftMessages>, what: LeftMessages, label: &'static str, hint: &'static str) -> View {
    let is_chosen = chosen.get_untracked() == what;
    view! {
        label(class="governing-tick") {
            input(r#type="radio", name="left-messages", checked=is_chosen, on:change=handler(move |_: web_sys::Event| chosen.set(what)))
            span(class="card-text") {
                strong { (label) }
                span(class="hint") { (hint) }
            }
        }
    }
}
