//! A line of the audit log: who did what, when, and what was before and is after.

use super::log::Log;
use crate::client::Client;
use crate::client::panel::General;
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::more_icons::icon;
use crate::reactive::handler;
use crate::words::audit::{self as words, Naming};
use crate::words::{self as all_words, roles};
use hubbub_shared::model::User;
use hubbub_shared::model::audit::{Actor, AuditEntry};
use hubbub_shared::{CategoryId, ChannelId, HubId, PlaceId, RoleId, UserId};
use sycamore::prelude::*;

/// What things are called that this device knows. What is gone has the name of its kind.
struct Known {
    client: Client,
    hub: HubId,
}

impl Known {
    fn in_hub(&self, find: impl FnOnce(&hubbub_shared::model::HubView) -> Option<String>) -> Option<String> {
        self.client.model.with_untracked(|model| model.hubs.get(self.hub).and_then(|view| find(view)))
    }
}

impl Naming for Known {
    fn role(&self, role: RoleId) -> String {
        if role == self.hub.everyone() {
            return roles::EVERYONE.to_owned();
        }
        let named = self.in_hub(|view| view.roles.iter().find(|it| it.id == role).map(|it| it.name.clone()));
        named.unwrap_or_else(|| words::A_ROLE.to_owned())
    }

    fn channel(&self, channel: ChannelId) -> String {
        self.client.channel_name(channel).unwrap_or_else(|| words::A_CHANNEL.to_owned())
    }

    fn category(&self, category: CategoryId) -> String {
        let find = |view: &hubbub_shared::model::HubView| {
            view.categories.iter().find(|it| it.id == category).map(|it| it.name.clone())
        };
        self.in_hub(find).unwrap_or_else(|| words::A_CATEGORY.to_owned())
    }

    fn person(&self, person: UserId) -> String {
        let known = self.client.model.with_untracked(|model| model.members.name(person).map(str::to_owned));
        known.unwrap_or_else(|| all_words::SOMEBODY.to_owned())
    }

    fn place(&self, place: PlaceId) -> String {
        match self.client.channel_name(ChannelId(place.0)) {
            Some(name) => format!("#{name}"),
            None => words::A_CHANNEL.to_owned(),
        }
    }
}

/// Draws a line.
pub fn entry(log: Log, entry: &AuditEntry) -> View {
    let naming = Known { client: log.client, hub: log.hub };
    let (who, did) = words::sentence(entry, &naming);
    let is_automod = entry.actor == Some(Actor::Automod);
    let picture = match is_automod {
        true => {
            let symbol = icon("shield");
            view! { span(class="avatar audit-automod", aria-hidden="true") { (symbol) } }
        }
        false => avatar(&entry.who, ""),
    };
    let name = match is_automod {
        true => view! { bdi { (who) } },
        false => person(log, entry.who.clone()),
    };
    let (iso, time) = (entry.at.to_string(), clock::time(entry.at.0));
    let changes: Vec<View> =
        words::in_words(entry, &naming).into_iter().map(|line| view! { li { (line) } }).collect();
    let changes = match changes.is_empty() {
        true => View::new(),
        false => view! { ul(class="audit-changes") { (changes) } },
    };
    let reason = match entry.reason.clone() {
        Some(reason) => view! { p(class="audit-reason") { (words::REASON) " " bdi { (reason) } } },
        None => View::new(),
    };
    let title = words::number_and_request(entry.number, &entry.request_id);
    view! {
        li(class="session governing-entry", title=title) {
            (picture)
            div(class="card-text") {
                p(class="audit-line") { (name) " " span { (did) } }
                (reason)
                (changes)
            }
            time(class="hint", datetime=iso) { (time) }
        }
    }
}

/// A name that leads to its person's card.
fn person(log: Log, user: User) -> View {
    let name = user.display_name.clone();
    view! {
        button(class="audit-person", r#type="button", on:click=handler(move |_| log.client.open(General::Profile(log.hub, Box::new(user.clone()))))) {
            bdi { (name) }
        }
    }
}
