//! Addresses to which a hub's events are sent: which there are, and making, changing and ending one.

mod deliveries;
mod editor;

use crate::browser;
use crate::client::Client;
use crate::clock;
use crate::components::loaded::Loaded;
use crate::components::more_icons::icon;
use crate::components::shown_once::{Beside, ShownOnce};
use crate::reactive::{Live, handler};
use crate::words::{CANCEL, outgoing as words};
use hubbub_shared::HubId;
use hubbub_shared::model::{OutgoingState, OutgoingWebhook, OutgoingWebhookSecret, OutgoingWebhooks};
use hubbub_shared::protocol::command::{
    DeleteOutgoingWebhook, GetOutgoingWebhooks, PingOutgoingWebhook, RotateOutgoingWebhook,
    UpdateOutgoingWebhook,
};
use sycamore::prelude::*;

/// What is open below the list.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    /// One is being made, or changed.
    Editor(Option<Box<OutgoingWebhook>>),
    /// A secret that was just made.
    Secret(Box<OutgoingWebhookSecret>),
    /// What one was sent.
    Sent(Box<OutgoingWebhook>),
}

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    hub: HubId,
    loaded: Loaded<OutgoingWebhooks>,
    open: Signal<Open>,
}

/// Draws the section.
pub(super) fn outgoing(client: Client, hub: HubId) -> View {
    let list = List { client, hub, loaded: Loaded::new(), open: create_signal(Open::Nothing) };
    client.call(GetOutgoingWebhooks { hub }, move |answer| list.loaded.put(answer));
    let rows = list.loaded.view(move |all| drawn(list, all));
    let has_come = list.loaded.has_come();
    view! {
        section(class="panel", aria-label=words::OUTGOING, data-testid="outgoing") {
            h2 { (words::OUTGOING) }
            p(class="hint") { (words::HINT) }
            (rows)
            (Live { now: move || match list.open.get_clone() {
                _ if !has_come.get() => View::new(),
                Open::Nothing => add(list),
                Open::Editor(known) => editor::editor(list, known.map(|known| *known)),
                Open::Secret(made) => secret(list, &made),
                Open::Sent(webhook) => deliveries::deliveries(list, *webhook),
            } })
        }
    }
}

fn add(list: List) -> View {
    let plus = icon("plus");
    view! {
        button(class="button button-wide", r#type="button", data-testid="new-outgoing", on:click=handler(move |_| list.edit(None))) {
            (plus)
            (words::NEW)
        }
    }
}

impl List {
    fn edit(self, known: Option<OutgoingWebhook>) {
        self.open.set(Open::Editor(known.map(Box::new)));
        browser::soon(|| browser::focus("#outgoing-name"));
    }

    /// Shows what is new of a webhook.
    fn put(self, webhook: &OutgoingWebhook) {
        self.loaded.put_in(|all| &mut all.webhooks, |one| one.id == webhook.id, webhook.clone());
    }

    /// Shows the secret of a webhook that is new or has another one.
    fn made(self, made: OutgoingWebhookSecret) {
        if self.loaded.is_shown() {
            self.put(&made.webhook);
            self.open.set(Open::Secret(Box::new(made)));
            browser::soon(|| browser::focus("#outgoing-secret"));
        }
    }

    fn close(self) {
        self.open.set(Open::Nothing);
        browser::soon(|| browser::focus("[data-testid=\"new-outgoing\"]"));
    }

    fn ping(self, webhook: &OutgoingWebhook) {
        let command = PingOutgoingWebhook { hub: self.hub, webhook: webhook.id };
        self.client.call(command, move |answer| match answer {
            Ok(_) => self.client.notify(words::TESTED),
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn turn(self, webhook: &OutgoingWebhook, on: bool) {
        let (hub, webhook) = (self.hub, webhook.id);
        let command = UpdateOutgoingWebhook {
            hub,
            webhook,
            name: None,
            url: None,
            events: None,
            channels: None,
            active: Some(on),
        };
        self.client.call(command, move |answer| match answer {
            Ok(changed) => self.put(&changed),
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn rotate(self, webhook: &OutgoingWebhook) {
        let command = RotateOutgoingWebhook { hub: self.hub, webhook: webhook.id };
        self.client.call(command, move |answer| match answer {
            Ok(made) => self.made(made),
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn delete(self, webhook: &OutgoingWebhook) {
        let id = webhook.id;
        let gone = self.client.gone_or_told(move || {
            self.loaded.change(|all| all.webhooks.retain(|one| one.id != id));
            self.client.notify(words::DELETED);
            if self.loaded.is_shown() {
                self.close();
            }
        });
        self.client.call(DeleteOutgoingWebhook { hub: self.hub, webhook: id }, gone);
    }
}

fn drawn(list: List, all: &OutgoingWebhooks) -> View {
    if all.webhooks.is_empty() {
        return View::new();
    }
    let rows: Vec<View> = all.webhooks.iter().map(|webhook| row(list, webhook)).collect();
    view! { ul(class="sessions bans", aria-label=words::OUTGOING) { (rows) } }
}

fn row(list: List, webhook: &OutgoingWebhook) -> View {
    let (name, url) = (webhook.name.clone(), webhook.url.clone());
    let taken = webhook.last_taken_at.map(|at| clock::ago(at.0, clock::now()));
    let standing = words::standing(webhook, taken);
    let by = words::made_by(&webhook.maker.display_name, &clock::date_of(webhook.created_at.0));
    let buttons = buttons(list, webhook.clone());
    view! {
        li(class="session governing-entry") {
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint outgoing-url") { bdi { (url) } }
                span(class="hint") { (standing) }
                span(class="hint") { bdi { (by) } }
            }
            div(class="governing-buttons webhook-buttons") { (buttons) }
        }
    }
}

/// What is asked for twice, since what waits is lost by it.
fn buttons(list: List, webhook: OutgoingWebhook) -> View {
    let asks = create_signal(false);
    let is_on = webhook.state == OutgoingState::Active;
    view! {
        (Live { now: move || {
            let of = || webhook.clone();
            let label = |deed: &str| words::of(deed, &webhook.name);
            if asks.get() {
                let (gone, name) = (of(), label(words::DELETE));
                return view! {
                    p(class="hint") { (words::DELETE_HINT) }
                    button(class="button button-small button-danger", r#type="button", aria-label=name, on:click=handler(move |_| {
                        asks.set(false);
                        list.delete(&gone);
                    })) { (words::DELETE) }
                    button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| asks.set(false))) { (CANCEL) }
                };
            }
            let (edited, looked_at, turned, rotated, tried) = (of(), of(), of(), of(), of());
            let turn = if is_on { words::PAUSE } else { words::GO_ON };
            let test = match is_on {
                true => button(words::TEST, label(words::TEST), move || list.ping(&tried)),
                false => View::new(),
            };
            let edit = button(words::EDIT, label(words::EDIT), move || list.edit(Some(edited.clone())));
            let sent = button(words::SENT, label(words::SENT), move || list.open.set(Open::Sent(Box::new(looked_at.clone()))));
            let rotate = button(words::ROTATE, label(words::ROTATE), move || list.rotate(&rotated));
            let pause = button(turn, label(turn), move || list.turn(&turned, !is_on));
            let delete = button(words::DELETE, label(words::DELETE), move || asks.set(true));
            view! { (edit) (sent) (test) (rotate) (pause) (delete) }
        } })
    }
}

/// A small button; `label`: with what it is about, for who does not see beside what it stands.
fn button(deed: &'static str, label: String, act: impl Fn() + 'static) -> View {
    view! {
        button(class="button button-small button-quiet", r#type="button", aria-label=label, on:click=handler(move |_| act())) { (deed) }
    }
}

/// The secret, this once.
fn secret(list: List, made: &OutgoingWebhookSecret) -> View {
    let shown = ShownOnce {
        id: "outgoing-secret",
        title: words::SECRET_TITLE,
        hint: words::SECRET_HINT,
        label: words::SECRET,
        copy: words::COPY,
        seen: words::SEEN,
    };
    let below = match made.webhook.former_secret_until {
        Some(_) => view! { p(class="hint") { (words::SECRET_OVERLAP) } },
        None => View::new(),
    };
    shown.view(list.client, made.secret.clone(), Beside { below, ..Beside::default() }, move || list.close())
}
