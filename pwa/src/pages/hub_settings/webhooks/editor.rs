//! Making a webhook, or giving one another name or channel.

use super::List;
use crate::browser;
use crate::components::dialogs::form::choice_from;
use crate::components::field::{Field, field};
use crate::reactive::{create_effect, handler};
use crate::words::{CANCEL, webhooks as words};
use hubbub_shared::model::Webhook;
use hubbub_shared::protocol::command::{CreateWebhook, UpdateWebhook};
use hubbub_shared::text::WebhookName;
use hubbub_shared::{ChannelId, Permissions, Problem};
use sycamore::prelude::*;

/// What is written. Copies are the same.
#[derive(Clone, Copy)]
struct Draft {
    name: Signal<String>,
    channel: Signal<Option<ChannelId>>,
    problem: Signal<Option<Problem>>,
    busy: Signal<bool>,
}

/// Draws the form; `known`: what is changed.
pub(super) fn editor(list: List, known: Option<Webhook>) -> View {
    let channels = channels(list);
    let now = known.as_ref().map(|known| known.channel).or_else(|| channels.first().map(|(id, _)| *id));
    let draft = Draft {
        name: create_signal(known.as_ref().map(|known| known.name.clone()).unwrap_or_default()),
        channel: create_signal(now),
        problem: create_signal(None),
        busy: create_signal(false),
    };
    let (problem, busy) = (draft.problem, draft.busy);
    // What was wrong is said until something of it changes.
    create_effect(move || {
        draft.name.track();
        problem.set(None);
    });
    let name = field(Field {
        id: "webhook-name",
        label: words::NAME,
        example: words::NAME_EXAMPLE,
        value: draft.name,
        problem,
        max: WebhookName::MAX_CHARS,
    });
    let chosen = channels.iter().position(|(id, _)| Some(*id) == now).unwrap_or_default();
    let (ids, names): (Vec<ChannelId>, Vec<String>) = channels.into_iter().unzip();
    let channel = choice_from("webhook-channel", words::CHANNEL, names.into_iter(), chosen, move |place| {
        draft.channel.set(ids.get(place).copied());
    });
    let submit = if known.is_some() { words::SAVE } else { words::MAKE };
    view! {
        form(class="key-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            if draft.name.with(|name| name.trim().is_empty()) {
                problem.set(Some(Problem::field("name", words::NAMELESS)));
                return browser::focus("#webhook-name");
            }
            busy.set(true);
            save(list, draft, known.as_ref());
        })) {
            (name)
            (channel)
            button(class="button button-wide", r#type="submit", disabled=move || busy.get()) { (submit) }
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| list.close())) { (CANCEL) }
        }
    }
}

/// Those of the hub where the person manages webhooks.
fn channels(list: List) -> Vec<(ChannelId, String)> {
    list.client.model.with_untracked(|model| {
        let Some(view) = model.hubs.get(list.hub) else { return Vec::new() };
        let managed =
            view.channels.iter().filter(|channel| channel.permissions.contains(Permissions::MANAGE_WEBHOOKS));
        managed.map(|channel| (channel.id, format!("#{}", channel.name))).collect()
    })
}

fn save(list: List, draft: Draft, known: Option<&Webhook>) {
    let (problem, busy, name) = (draft.problem, draft.busy, draft.name.get_clone_untracked());
    let failed = move |why: Problem| {
        if problem.is_alive() {
            busy.set(false);
            problem.set(Some(why));
        }
    };
    let Some(channel) = draft.channel.get_untracked() else { return };
    match known {
        None => list.client.call(CreateWebhook { channel, name }, move |answer| match answer {
            Ok(made) => list.made(made),
            Err(why) => failed(why),
        }),
        Some(known) => {
            let (hub, webhook) = (list.hub, known.id);
            let change = UpdateWebhook { hub, webhook, name: Some(name), channel: Some(channel) };
            list.client.call(change, move |answer| match answer {
                Ok(changed) if problem.is_alive() => {
                    list.put(&changed);
                    list.close();
                }
                Ok(_) => {}
                Err(why) => failed(why),
            });
        }
    }
}
