//! The permissions of one channel or category. What is changed is looked at as a whole before it is saved: what oneself
//! would lose by it is told in advance.

use super::editing::Editor;
use super::{choices, targets};
use crate::client::Client;
use crate::client::panel::Governing;
use crate::components::more_icons::{empty, icon};
use crate::pages::hub_settings::not_yours::not_yours;
use crate::pages::hub_settings::unsaved::unsaved;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Overwritten, Preset, is_same};
use crate::words as all_words;
use crate::words::permissions as words;
use hubbub_shared::{HubId, Permissions};
use sycamore::prelude::*;

/// Draws the page.
pub fn editor(client: Client, hub: HubId, of: Overwritten) -> View {
    let is_there = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).is_some_and(|view| of.name(view).is_some()))
    });
    view! { (Live { now: move || if is_there.get() { untrack(|| drawn(client, hub, of)) } else { empty("lock", words::NOT_FOUND_TITLE, words::NOT_FOUND) } }) }
}

/// The title of the page.
pub fn title(client: Client, hub: HubId, of: Overwritten) -> String {
    let name = client.model.with(|model| model.hubs.get(hub).and_then(|view| of.name(view)));
    match (name, of) {
        (Some(name), Overwritten::Channel(_)) => all_words::channel(&name),
        (Some(name), Overwritten::Category(_)) => name,
        (None, _) => words::PERMISSIONS.to_owned(),
    }
}

fn drawn(client: Client, hub: HubId, of: Overwritten) -> View {
    let editor = Editor::begin(client, hub, of);
    let losses = create_selector(move || editor.losses());
    let is_changed = create_selector(move || editor.draft.with(|draft| !is_same(&editor.in_force(), draft)));
    let may = create_selector(move || editor.with(|_, editing| editing.refuses(Permissions::NONE).is_none()));
    if !may.get_untracked() {
        return not_yours(client, hub);
    }
    view! {
        (Live { now: move || sync(editor) })
        (Live { now: move || presets(editor) })
        section(class="panel", aria-label=words::FOR_WHOM) {
            h2 { (words::FOR_WHOM) }
            (Live { now: move || targets::targets(editor) })
        }
        (Live { now: move || choices::choices(editor) })
        (Live { now: move || warning(losses) })
        (Live { now: move || unsaved(is_changed, editor.is_busy, move || editor.save(), move || editor.draft.set(untrack(|| editor.in_force()))) })
    }
}

/// Whether the channel follows its category, or for a category, what follows it.
fn sync(editor: Editor) -> View {
    let Editor { client, hub, of, .. } = editor;
    let state = create_selector(move || {
        editor.with(|view, _| match of {
            Overwritten::Channel(id) => {
                let channel = view.channels.iter().find(|channel| channel.id == id)?;
                let category = view.categories.iter().find(|it| Some(it.id) == channel.category)?;
                Some((channel.synced, Ok((id, category.name.clone()))))
            }
            Overwritten::Category(id) => {
                let follow = view.channels.iter().filter(|it| it.synced && it.category == Some(id)).count();
                Some((true, Err(follow)))
            }
        })
    });
    view! {
        (Live { now: move || match state.get_clone() {
            None => View::new(),
            Some((_, Err(count))) => view! { p(class="hint") { (Live { now: move || words::governs(count) }) } },
            Some((true, Ok((_, name)))) => {
                let symbol = icon("link");
                view! { p(class="notice", data-testid="synced") { (symbol) span { (Live { now: move || words::follows(&name) }) } } }
            }
            Some((false, Ok((channel, name)))) => view! {
                div(class="notice notice-plain", data-testid="own-permissions") {
                    span(class="card-text") { (Live { now: move || words::has_its_own(&name) }) }
                    button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| client.open(Governing::SyncChannel(hub, channel)))) {
                        (words::SYNC_AGAIN)
                    }
                }
            },
        } })
    }
}

/// Sets of overwrites that many want, to begin with.
fn presets(editor: Editor) -> View {
    let all = [
        (Preset::Open, words::OPEN, Permissions::NONE),
        (Preset::Private, words::PRIVATE, Permissions::VIEW),
        (Preset::Announcements, words::ANNOUNCEMENTS, Permissions::SEND),
        (Preset::ReadOnly, words::READ_ONLY, Permissions::SEND),
    ];
    let buttons: Vec<View> = all
        .into_iter()
        .map(|(preset, (name, hint), needed)| {
            let refused =
                create_selector(move || editor.with(|_, editing| editing.refuses(needed).is_some()));
            view! {
                button(class="preset", r#type="button", disabled=move || refused.get(), on:click=handler(move |_| {
                    let now = untrack(|| editor.in_force());
                    editor.draft.set(untrack(|| editor.with(|_, editing| editing.preset(preset, &now))));
                })) {
                    strong { (name) }
                    span(class="hint") { (hint) }
                }
            }
        })
        .collect();
    view! {
        section(class="panel", aria-label=words::PRESETS) {
            h2 { (words::PRESETS) }
            div(class="presets") { (buttons) }
        }
    }
}

fn warning(losses: ReadSignal<Permissions>) -> View {
    view! {
        (Live { now: move || match losses.get() {
            lost if lost.is_empty() => View::new(),
            lost => {
                let symbol = icon("warning");
                let text = match lost.contains(Permissions::VIEW) {
                    true => words::HIDDEN_FROM_YOU.to_owned(),
                    false => words::you_would_lose(lost),
                };
                view! {
                    div(class="notice", role="alert", data-testid="losses") {
                        (symbol)
                        span(class="card-text") {
                            strong { (words::LOCKED_OUT) }
                            span { (text) }
                        }
                    }
                }
            }
        } })
    }
}
