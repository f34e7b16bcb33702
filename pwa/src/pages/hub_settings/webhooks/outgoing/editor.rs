//! Having events sent to an address, or changing where they go and which they are.

use super::List;
use crate::browser;
use crate::components::field::{Field, field};
use crate::pages::hub_settings::parts::tick;
use crate::reactive::{Live, create_effect, handler};
use crate::words::{CANCEL, outgoing as words};
use hubbub_shared::model::{OutgoingEvent, OutgoingWebhook};
use hubbub_shared::protocol::command::{CreateOutgoingWebhook, UpdateOutgoingWebhook};
use hubbub_shared::text::{OutgoingUrl, WebhookName};
use hubbub_shared::{ChannelId, Permissions, Problem};
use sycamore::prelude::*;

/// What is written. Copies are the same.
#[derive(Clone, Copy)]
struct Draft {
    name: Signal<String>,
    url: Signal<String>,
    events: Signal<Vec<OutgoingEvent>>,
    /// None of them: all.
    channels: Signal<Vec<ChannelId>>,
    nameless: Signal<Option<Problem>>,
    /// What is wrong with the address.
    misled: Signal<Option<Problem>>,
    /// What is wrong with anything else.
    problem: Signal<Option<Problem>>,
    busy: Signal<bool>,
}

/// Draws the form; `known`: what is changed.
pub(super) fn editor(list: List, known: Option<OutgoingWebhook>) -> View {
    let written = known.clone();
    let draft = Draft {
        name: create_signal(written.as_ref().map(|one| one.name.clone()).unwrap_or_default()),
        url: create_signal(written.as_ref().map(|one| one.url.clone()).unwrap_or_default()),
        events: create_signal(
            written.as_ref().map_or_else(|| vec![OutgoingEvent::MessageCreated], |one| one.events.clone()),
        ),
        channels: create_signal(written.and_then(|one| one.channels).unwrap_or_default()),
        nameless: create_signal(None),
        misled: create_signal(None),
        problem: create_signal(None),
        busy: create_signal(false),
    };
    // What was wrong is said until something of it changes.
    create_effect(move || {
        draft.name.track();
        draft.nameless.set(None);
    });
    create_effect(move || {
        draft.url.track();
        draft.misled.set(None);
    });
    create_effect(move || {
        draft.events.track();
        draft.problem.set(None);
    });
    let name = field(Field {
        id: "outgoing-name",
        label: words::NAME,
        example: words::NAME_EXAMPLE,
        value: draft.name,
        problem: draft.nameless,
        max: WebhookName::MAX_CHARS,
    });
    let url = field(Field {
        id: "outgoing-url",
        label: words::URL,
        example: words::URL_EXAMPLE,
        value: draft.url,
        problem: draft.misled,
        max: OutgoingUrl::MAX_CHARS,
    });
    let events: Vec<View> = OutgoingEvent::ALL
        .iter()
        .filter(|event| event.is_chosen())
        .map(|event| tick(words::event(*event).to_owned(), *event, draft.events))
        .collect();
    let channels: Vec<View> =
        channels(list).into_iter().map(|(id, name)| tick(name, id, draft.channels)).collect();
    let (busy, is_known) = (draft.busy, known.is_some());
    let submit = if is_known { words::SAVE } else { words::MAKE };
    let takes_over = match is_known {
        true => view! { p(class="hint") { (words::TAKES_OVER) } },
        false => View::new(),
    };
    view! {
        form(class="key-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            save(list, draft, known.as_ref());
        })) {
            (name)
            (url)
            fieldset(class="governing-ticks") { legend { (words::EVENTS) } (events) }
            details(class="governing-more") {
                summary { (words::CHANNELS) }
                p(class="hint") { (words::CHANNELS_HINT) }
                fieldset(class="governing-ticks") { legend { (words::CHANNELS) } (channels) }
            }
            (takes_over)
            p(class="field-problem", role="alert") { (Live { now: move || draft.problem.get_clone().map(|it| it.message).unwrap_or_default() }) }
            button(class="button button-wide", r#type="submit", disabled=move || busy.get()) { (submit) }
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| list.close())) { (CANCEL) }
        }
    }
}

/// Those of the hub that the person can read.
fn channels(list: List) -> Vec<(ChannelId, String)> {
    list.client.model.with_untracked(|model| {
        let Some(view) = model.hubs.get(list.hub) else { return Vec::new() };
        let readable =
            view.channels.iter().filter(|channel| channel.permissions.contains(Permissions::HISTORY));
        readable.map(|channel| (channel.id, format!("#{}", channel.name))).collect()
    })
}

fn save(list: List, draft: Draft, known: Option<&OutgoingWebhook>) {
    if draft.name.with_untracked(|name| name.trim().is_empty()) {
        draft.nameless.set(Some(Problem::field("name", words::NAMELESS)));
        return browser::focus("#outgoing-name");
    }
    if draft.events.with_untracked(Vec::is_empty) {
        return draft.problem.set(Some(Problem::field("events", words::EVENTLESS)));
    }
    draft.busy.set(true);
    let failed = move |why: Problem| {
        if draft.problem.is_alive() {
            draft.busy.set(false);
            match why.fields.iter().any(|field| field.path == "url") {
                true => draft.misled.set(Some(Problem::field("url", words::NOT_REACHED))),
                false => draft.problem.set(Some(why)),
            }
        }
    };
    let (hub, name, url) = (list.hub, draft.name.get_clone_untracked(), draft.url.get_clone_untracked());
    let events = draft.events.get_clone_untracked();
    let channels = Some(draft.channels.get_clone_untracked()).filter(|channels| !channels.is_empty());
    match known {
        None => {
            let new = CreateOutgoingWebhook { hub, name, url, events, channels };
            list.client.call(new, move |answer| match answer {
                Ok(made) => list.made(made),
                Err(why) => failed(why),
            });
        }
        Some(known) => {
            let change = changed(known, name, url, events, channels);
            list.client.call(change, move |answer| match answer {
                Ok(changed) if draft.problem.is_alive() => {
                    list.put(&changed);
                    list.close();
                }
                Ok(_) => {}
                Err(why) => failed(why),
            });
        }
    }
}

/// What differs alone: whoever changes nothing but the name does not stand in for it.
fn changed(
    known: &OutgoingWebhook,
    name: String,
    url: String,
    mut events: Vec<OutgoingEvent>,
    mut channels: Option<Vec<ChannelId>>,
) -> UpdateOutgoingWebhook {
    events.sort_unstable();
    if let Some(channels) = &mut channels {
        channels.sort_unstable();
    }
    UpdateOutgoingWebhook {
        hub: known.hub,
        webhook: known.id,
        name: Some(name).filter(|name| *name != known.name),
        url: Some(url).filter(|url| *url != known.url),
        events: Some(events).filter(|events| *events != known.events),
        channels: Some(channels).filter(|channels| *channels != known.channels),
        active: None,
    }
}
