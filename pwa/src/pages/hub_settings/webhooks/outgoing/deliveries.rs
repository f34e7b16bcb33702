//! What a webhook was sent within 7 days: each event, each attempt, and sending one again.

use super::{List, button};
use crate::clock;
use crate::components::loaded::Loaded;
use crate::reactive::handler;
use crate::words::outgoing as words;
use hubbub_shared::ChannelId;
use hubbub_shared::model::{Deliveries, Delivery, OutgoingWebhook};
use hubbub_shared::protocol::command::{GetDeliveries, Redeliver};
use sycamore::prelude::*;

/// What is looked at. Copies are the same.
#[derive(Clone, Copy)]
struct Sent {
    list: List,
    webhook: Signal<OutgoingWebhook>,
    loaded: Loaded<Deliveries>,
}

/// Draws the list.
pub(super) fn deliveries(list: List, webhook: OutgoingWebhook) -> View {
    let title = words::of(words::SENT, &webhook.name);
    let label = title.clone();
    let sent = Sent { list, webhook: create_signal(webhook), loaded: Loaded::new() };
    sent.load(None);
    let rows = sent.loaded.view(move |page| drawn(sent, page));
    view! {
        div(class="key-token", role="group", aria-label=label, data-testid="deliveries") {
            strong { bdi { (title) } }
            (rows)
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| list.close())) { (words::CLOSE) }
        }
    }
}

impl Sent {
    fn load(self, before: Option<String>) {
        let (hub, webhook) = (self.list.hub, self.webhook.with_untracked(|webhook| webhook.id));
        let ask = GetDeliveries { hub, webhook, before: before.clone(), limit: None };
        self.list.client.call(ask, move |answer| {
            self.loaded.page(self.list.client, before, answer, |page| (&mut page.deliveries, &mut page.next));
        });
    }

    fn again(self, event: String) {
        let (hub, webhook) = (self.list.hub, self.webhook.with_untracked(|webhook| webhook.id));
        self.list.client.call(Redeliver { hub, webhook, event }, move |answer| match answer {
            Ok(now) => {
                self.list.client.notify(words::SENT_AGAIN);
                self.loaded.change(|page| {
                    if let Some(known) = page.deliveries.iter_mut().find(|one| one.event == now.event) {
                        *known = now.clone();
                    }
                });
            }
            Err(problem) => self.list.client.complain(&problem),
        });
    }

    fn place_of(self, delivery: &Delivery) -> Option<String> {
        let channel = ChannelId(delivery.place?.0);
        self.list.client.model.with_untracked(|model| {
            model.hubs.channel(channel).map(|channel| format!(" · #{}", channel.name))
        })
    }
}

fn drawn(sent: Sent, page: &Deliveries) -> View {
    if page.deliveries.is_empty() {
        return view! { p(class="hint") { (words::NOTHING_SENT) } };
    }
    let rows: Vec<View> = page.deliveries.iter().map(|one| row(sent, one)).collect();
    let more = match page.next.clone() {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| sent.load(Some(next.clone())))) { (words::MORE) }
        },
        None => View::new(),
    };
    view! {
        ul(class="sessions bans", aria-label=words::SENT) { (rows) }
        (more)
    }
}

fn row(sent: Sent, delivery: &Delivery) -> View {
    let what = format!("{}{}", words::event(delivery.kind), sent.place_of(delivery).unwrap_or_default());
    let at = clock::moment(delivery.at.0);
    let next = delivery.next_at.map(|next| clock::coming(next.0, clock::now()));
    let state = words::state(delivery.state, next);
    let attempts: Vec<View> = delivery
        .attempts
        .iter()
        .rev()
        .map(|one| {
            let said = words::attempt(one, &clock::moment(one.at.0));
            let answer = if one.status.is_some() { one.answer.clone() } else { String::new() };
            view! { li(class="hint") { (said) " " code { bdi { (answer) } } } }
        })
        .collect();
    let event = delivery.event.clone();
    let again = button(words::AGAIN, words::of(words::AGAIN, &what), move || sent.again(event.clone()));
    view! {
        li(class="session governing-entry") {
            span(class="card-text") {
                strong { bdi { (what) } }
                span(class="hint") { (at) " · " (state) }
                ul(class="outgoing-attempts") { (attempts) }
            }
            div(class="governing-buttons webhook-buttons") { (again) }
        }
    }
}
