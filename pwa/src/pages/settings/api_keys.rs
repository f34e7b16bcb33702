//! Keys with which programs act for the person: which there are, and making, changing over and ending one.

mod new;

use crate::client::Client;
use crate::components::icon::icon;
use crate::components::loaded::Loaded;
use crate::components::shown_once::{Beside, ShownOnce};
use crate::reactive::{Live, handler};
use crate::words::{CANCEL, api_keys as words};
use crate::{browser, clock};
use hubbub_shared::model::{ApiKey, ApiKeyToken, ApiKeys};
use hubbub_shared::protocol::command::{DeleteApiKey, GetApiKeys, RotateApiKey};
use sycamore::prelude::*;

/// What is open below the list.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    /// A key is being made.
    New,
    /// A token that was just made.
    Token(Box<ApiKeyToken>),
}

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct Keys {
    client: Client,
    loaded: Loaded<ApiKeys>,
    open: Signal<Open>,
}

/// Draws the section.
pub fn api_keys(client: Client) -> View {
    let keys = Keys { client, loaded: Loaded::new(), open: create_signal(Open::Nothing) };
    client.call(GetApiKeys {}, move |answer| keys.loaded.put(answer));
    let list = keys.loaded.view(move |all| list(keys, all));
    let has_come = keys.loaded.has_come();
    view! {
        section(class="panel", aria-label=words::TITLE) {
            h2 { (words::TITLE) }
            p(class="hint") { (words::HINT) }
            (list)
            (Live { now: move || match keys.open.get_clone() {
                _ if !has_come.get() => View::new(),
                Open::Nothing => add(keys),
                Open::New => new::new(keys),
                Open::Token(made) => token(keys, &made),
            } })
        }
    }
}

fn add(keys: Keys) -> View {
    let plus = icon("plus");
    view! {
        button(class="button button-quiet button-wide", r#type="button", data-testid="new-key", on:click=handler(move |_| {
            keys.open.set(Open::New);
            browser::soon(|| browser::focus("#key-name"));
        })) {
            (plus)
            (words::NEW)
        }
    }
}

impl Keys {
    /// Shows the token of a key that is new or has another one.
    fn made(self, made: ApiKeyToken) {
        self.loaded.put_in(|all| &mut all.keys, |key| key.id == made.key.id, made.key.clone());
        self.open.set(Open::Token(Box::new(made)));
        browser::soon(|| browser::focus("#key-token"));
    }

    fn close(self) {
        self.open.set(Open::Nothing);
        browser::soon(|| browser::focus("[data-testid=\"new-key\"]"));
    }

    fn rotate(self, key: &ApiKey) {
        self.client.call(RotateApiKey { key: key.id }, move |answer| match answer {
            Ok(made) if self.loaded.is_shown() => self.made(made),
            Ok(_) => {}
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn delete(self, key: &ApiKey) {
        let id = key.id;
        let gone = self.client.gone_or_told(move || {
            self.loaded.change(|all| all.keys.retain(|key| key.id != id));
            self.client.notify(words::DELETED);
            browser::soon(|| browser::focus("[data-testid=\"new-key\"]"));
        });
        self.client.call(DeleteApiKey { key: id }, gone);
    }
}

fn list(keys: Keys, all: &ApiKeys) -> View {
    if all.keys.is_empty() {
        return view! { p(class="hint") { (words::NONE) } };
    }
    let rows: Vec<View> = all.keys.iter().map(|key| row(keys, key)).collect();
    view! { ul(class="sessions bans") { (rows) } }
}

fn row(keys: Keys, key: &ApiKey) -> View {
    let (name, prefix, scope) = (key.name.clone(), format!("{}…", key.prefix), words::scope(key.scope));
    let hub = key.hub.map(|hub| {
        keys.client
            .model
            .with_untracked(|model| model.hubs.get(hub).map(|view| view.name.clone()).unwrap_or_default())
    });
    let used = key.last_used_at.map(|at| clock::ago(at.0, clock::now()));
    let standing = words::standing(hub, used, key.expires_at.map(|at| clock::date_of(at.0)));
    let buttons = buttons(keys, key.clone());
    view! {
        li(class="session") {
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { code { (prefix) } " · " (scope) }
                span(class="hint") { bdi { (standing) } }
            }
            (buttons)
        }
    }
}

/// Ending a key is asked for twice: the program that has it stops at once.
fn buttons(keys: Keys, key: ApiKey) -> View {
    let asks = create_signal(false);
    view! {
        (Live { now: move || {
            let (rotated, deleted) = (key.clone(), key.clone());
            let (rotate, delete) = (words::rotate_of(&key.name), words::delete_of(&key.name));
            if asks.get() {
                view! {
                    button(class="button button-small button-danger", r#type="button", aria-label=delete, on:click=handler(move |_| keys.delete(&deleted))) { (words::DELETE) }
                    button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| asks.set(false))) { (CANCEL) }
                }
            } else {
                view! {
                    button(class="button button-small button-quiet", r#type="button", aria-label=rotate, on:click=handler(move |_| keys.rotate(&rotated))) { (words::ROTATE) }
                    button(class="button button-small button-quiet", r#type="button", aria-label=delete, on:click=handler(move |_| asks.set(true))) { (words::DELETE) }
                }
            }
        } })
    }
}

/// The token, this once.
fn token(keys: Keys, made: &ApiKeyToken) -> View {
    let former = match made.key.former_until {
        Some(_) => view! { p(class="hint") { (words::FORMER_HINT) } },
        None => View::new(),
    };
    let shown = ShownOnce {
        id: "key-token",
        title: words::TOKEN_TITLE,
        hint: words::TOKEN_HINT,
        label: words::TOKEN,
        copy: words::COPY,
        seen: words::SEEN,
    };
    shown.view(keys.client, made.token.clone(), Beside { above: former, ..Beside::default() }, move || {
        keys.close()
    })
}
