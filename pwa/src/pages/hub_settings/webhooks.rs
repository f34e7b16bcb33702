//! Webhooks of a hub: which there are, and making, changing and ending one.

mod editor;
mod outgoing;

use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::components::more_icons::{empty, icon};
use crate::components::shown_once::{Beside, ShownOnce};
use crate::net::rest;
use crate::reactive::{Live, handler};
use crate::words::{CANCEL, webhooks as words};
use crate::{browser, clock};
use hubbub_shared::model::{Webhook, WebhookToken, Webhooks};
use hubbub_shared::protocol::command::{DeleteWebhook, GetWebhooks, RotateWebhook};
use hubbub_shared::{ChannelId, HubId};
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What is open below the list.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    /// One is being made, or changed.
    Editor(Option<Box<Webhook>>),
    /// An address that was just made.
    Address(Box<WebhookToken>),
}

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    hub: HubId,
    loaded: Loaded<Webhooks>,
    open: Signal<Open>,
}

/// Draws the section.
pub fn webhooks(client: Client, hub: HubId) -> View {
    let list = List { client, hub, loaded: Loaded::new(), open: create_signal(Open::Nothing) };
    client.call(GetWebhooks { hub }, move |answer| list.loaded.put(answer));
    let rows = list.loaded.view(move |all| drawn(list, all));
    let has_come = list.loaded.has_come();
    let outgoing = outgoing::outgoing(client, hub);
    view! {
        section(class="panel", aria-label=words::WEBHOOKS) {
            (rows)
            (Live { now: move || match list.open.get_clone() {
                _ if !has_come.get() => View::new(),
                Open::Nothing => add(list),
                Open::Editor(known) => editor::editor(list, known.map(|known| *known)),
                Open::Address(made) => address(list, &made),
            } })
        }
        (outgoing)
    }
}

fn add(list: List) -> View {
    let plus = icon("plus");
    view! {
        button(class="button button-wide", r#type="button", data-testid="new-webhook", on:click=handler(move |_| list.edit(None))) {
            (plus)
            (words::NEW)
        }
    }
}

impl List {
    fn edit(self, known: Option<Webhook>) {
        self.open.set(Open::Editor(known.map(Box::new)));
        browser::soon(|| browser::focus("#webhook-name"));
    }

    /// Shows what is new of a webhook.
    fn put(self, webhook: &Webhook) {
        self.loaded.put_in(|all| &mut all.webhooks, |one| one.id == webhook.id, webhook.clone());
    }

    /// Shows the address of a webhook that is new or has another one.
    fn made(self, made: WebhookToken) {
        if self.loaded.is_shown() {
            self.put(&made.webhook);
            self.open.set(Open::Address(Box::new(made)));
            browser::soon(|| browser::focus("#webhook-address"));
        }
    }

    fn close(self) {
        self.open.set(Open::Nothing);
        browser::soon(|| browser::focus("[data-testid=\"new-webhook\"]"));
    }

    fn rotate(self, webhook: &Webhook) {
        self.client.call(RotateWebhook { hub: self.hub, webhook: webhook.id }, move |answer| match answer {
            Ok(made) => self.made(made),
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn delete(self, webhook: &Webhook) {
        let id = webhook.id;
        let gone = self.client.gone_or_told(move || {
            self.loaded.change(|all| all.webhooks.retain(|one| one.id != id));
            self.client.notify(words::DELETED);
            if self.loaded.is_shown() {
                self.close();
            }
        });
        self.client.call(DeleteWebhook { hub: self.hub, webhook: id }, gone);
    }

    fn channel_name(self, channel: ChannelId) -> String {
        self.client.model.with_untracked(|model| {
            model.hubs.channel(channel).map(|channel| channel.name.clone()).unwrap_or_default()
        })
    }
}

/// By the way that every program takes.
fn test(client: Client, path: String) {
    spawn_local(async move {
        let said = format!("{{\"content\":\"{}\"}}", words::TEST_WORDS);
        match rest::post(&path, &said).await {
            Ok(()) => client.notify(words::TESTED),
            Err(problem) => client.complain(&problem),
        }
    });
}

fn drawn(list: List, all: &Webhooks) -> View {
    if all.webhooks.is_empty() {
        return empty("open", words::NONE_TITLE, words::NONE);
    }
    let rows: Vec<View> = all.webhooks.iter().map(|webhook| row(list, webhook)).collect();
    view! { ul(class="sessions bans", aria-label=words::WEBHOOKS) { (rows) } }
}

fn row(list: List, webhook: &Webhook) -> View {
    let (name, prefix) = (webhook.name.clone(), format!("{}…", webhook.prefix));
    let used = webhook.last_used_at.map(|at| clock::ago(at.0, clock::now()));
    let standing = words::standing(&list.channel_name(webhook.channel), used);
    let by = words::made_by(&webhook.maker.display_name, &clock::date_of(webhook.created_at.0));
    let buttons = buttons(list, webhook.clone());
    view! {
        li(class="session governing-entry") {
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { bdi { (standing) } }
                span(class="hint") { bdi { (by) } " · " code { (prefix) } }
            }
            div(class="governing-buttons webhook-buttons") { (buttons) }
        }
    }
}

/// What is asked for twice, since programs that have the address stop at once.
#[derive(Clone, Copy, PartialEq)]
enum Asks {
    Nothing,
    Rotate,
    Delete,
}

fn buttons(list: List, webhook: Webhook) -> View {
    let asks = create_signal(Asks::Nothing);
    view! {
        (Live { now: move || {
            let (edited, acted) = (webhook.clone(), webhook.clone());
            let label = |deed: &str| words::of(deed, &webhook.name);
            let (edit, rotate, delete) = (label(words::EDIT), label(words::ROTATE), label(words::DELETE));
            match asks.get() {
                Asks::Nothing => view! {
                    button(class="button button-small button-quiet", r#type="button", aria-label=edit, on:click=handler(move |_| list.edit(Some(edited.clone())))) { (words::EDIT) }
                    button(class="button button-small button-quiet", r#type="button", aria-label=rotate, on:click=handler(move |_| asks.set(Asks::Rotate))) { (words::ROTATE) }
                    button(class="button button-small button-quiet", r#type="button", aria-label=delete, on:click=handler(move |_| asks.set(Asks::Delete))) { (words::DELETE) }
                },
                asked => {
                    let deed = if asked == Asks::Delete { words::DELETE } else { words::ROTATE };
                    let name = label(deed);
                    view! {
                        p(class="hint") { (words::ROTATE_HINT) }
                        button(class="button button-small button-danger", r#type="button", aria-label=name, on:click=handler(move |_| {
                            asks.set(Asks::Nothing);
                            if asked == Asks::Delete { list.delete(&acted) } else { list.rotate(&acted) }
                        })) { (deed) }
                        button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| asks.set(Asks::Nothing))) { (CANCEL) }
                    }
                }
            }
        } })
    }
}

/// The address, this once.
fn address(list: List, made: &WebhookToken) -> View {
    let (address, path) = (format!("{}{}", browser::origin(), made.path), made.path.clone());
    let shown = ShownOnce {
        id: "webhook-address",
        title: words::ADDRESS_TITLE,
        hint: words::ADDRESS_HINT,
        label: words::ADDRESS,
        copy: words::COPY,
        seen: words::SEEN,
    };
    let below = view! { p(class="hint") { (words::FOR_GITHUB) } };
    let after = view! {
        button(class="button button-quiet button-wide", r#type="button", data-testid="test-webhook", on:click=handler(move |_| test(list.client, path.clone()))) { (words::TEST) }
    };
    shown.view(list.client, address, Beside { below, after, ..Beside::default() }, move || list.close())
}
