//! For whom a channel says something: everyone, roles and members, and the way to add one.

use super::editing::Editor;
use crate::components::more_icons::icon;
use crate::components::role_colors::class_of;
use crate::letters::lower;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{is_same, ranked};
use crate::words::{permissions as words, roles};
use crate::{browser, words as all_words};
use hubbub_shared::Permissions;
use hubbub_shared::model::{Overwrite, OverwriteTarget};
use sycamore::prelude::*;

/// So many are offered for what was typed.
const MOST_FOUND: usize = 12;

/// A role or member, as it is called.
#[derive(Debug, Clone, PartialEq)]
struct Named {
    target: OverwriteTarget,
    name: String,
    is_changed: bool,
}

/// Draws those there are, to choose one, and the field that adds another.
pub fn targets(editor: Editor) -> View {
    let Editor { target, .. } = editor;
    let all = create_selector(move || listed(editor));
    let (is_open, typed) = (create_signal(false), create_signal(String::new()));
    let plus = icon("plus");
    view! {
        div(class="targets", role="group", aria-label=words::FOR_WHOM) {
            (Live { now: move || all.get_clone().into_iter().map(|named| chip(target, named)).collect::<Vec<_>>() })
            button(id="add-target", class="chip chip-add", r#type="button", aria-expanded=move || if is_open.get() { "true" } else { "false" },
                on:click=handler(move |_| {
                    editor.client.meet_members(editor.hub);
                    is_open.set(!is_open.get_untracked());
                    if is_open.get_untracked() {
                        browser::later(0, || browser::focus("#target-search"));
                    }
                })) { (plus) (words::ADD_TARGET) }
        }
        div(class="targets-add", hidden=move || !is_open.get()) { (Live { now: move || adding(editor, is_open, typed) }) }
    }
}

fn chip(chosen: Signal<OverwriteTarget>, named: Named) -> View {
    let Named { target, name, is_changed } = named;
    let (class, symbol) = match target {
        OverwriteTarget::Role(role) => {
            (class_of(role.0), view! { span(class="tag-color", aria-hidden="true") })
        }
        OverwriteTarget::Member(user) => (class_of(user.0), icon("at")),
    };
    let note = if is_changed { " •" } else { "" };
    view! {
        button(class="chip", r#type="button", aria-pressed=move || if chosen.get() == target { "true" } else { "false" },
            on:click=handler(move |_| chosen.set(target))) {
            span(class=format!("chip-mark {class}")) { (symbol) }
            bdi { (name) }
            (note)
        }
    }
}

/// Everyone first, then roles from the highest on, then members.
fn listed(editor: Editor) -> Vec<Named> {
    let (draft, chosen) = (editor.draft.get_clone(), editor.target.get());
    let now = editor.with(|view, _| editor.of.in_force(view));
    let of =
        |all: &[Overwrite], target| all.iter().filter(|it| it.target == target).cloned().collect::<Vec<_>>();
    let is_in = |target| target == chosen || draft.iter().any(|overwrite| overwrite.target == target);
    let named =
        |target, name| Named { target, name, is_changed: !is_same(&of(&now, target), &of(&draft, target)) };
    let everyone = OverwriteTarget::Role(editor.hub.everyone());
    let mut all = vec![named(everyone, roles::EVERYONE.to_owned())];
    let held = editor.with(|view, _| ranked(view));
    all.extend(
        held.into_iter()
            .map(|role| (OverwriteTarget::Role(role.id), role.name))
            .filter(|(target, _)| *target != everyone && is_in(*target))
            .map(|(target, name)| named(target, name)),
    );
    let members = draft.iter().map(|overwrite| overwrite.target).chain([chosen]);
    for target in members {
        if let OverwriteTarget::Member(user) = target
            && !all.iter().any(|known| known.target == target)
        {
            let name = editor.client.model.with(|model| model.members.name(user).map(str::to_owned));
            all.push(named(target, name.unwrap_or_else(|| all_words::SOMEBODY.to_owned())));
        }
    }
    all
}

fn adding(editor: Editor, is_open: Signal<bool>, typed: Signal<String>) -> View {
    let found = create_selector(move || {
        let typed = typed.with(|typed| lower(typed.trim()));
        let is_new = |target| !editor.draft.with(|draft| draft.iter().any(|it| it.target == target));
        let everyone = editor.hub.everyone();
        let roles = editor.with(|view, _| ranked(view)).into_iter().filter(|role| role.id != everyone);
        let roles = roles.map(|role| (OverwriteTarget::Role(role.id), role.name));
        let members = editor.client.model.with(|model| {
            let all = model.members.of(editor.hub);
            all.map(|user| (OverwriteTarget::Member(user.id), user.display_name.clone())).collect::<Vec<_>>()
        });
        roles
            .chain(members)
            .filter(|(target, name)| is_new(*target) && lower(name).contains(&typed))
            .take(MOST_FOUND)
            .collect::<Vec<_>>()
    });
    let add = move |target| {
        editor.draft.update(|draft| {
            draft.push(Overwrite { target, allow: Permissions::NONE, deny: Permissions::NONE });
        });
        editor.target.set(target);
        typed.set(String::new());
        is_open.set(false);
        browser::later(0, || browser::focus("#add-target"));
    };
    view! {
        input(id="target-search", class="input", r#type="search", autocomplete="off", placeholder=words::ADD_TARGET_SEARCH,
            aria-label=words::ADD_TARGET_SEARCH, bind:value=typed)
        div(class="targets") {
            (Live { now: move || found.get_clone().into_iter().map(|(target, name)| {
                let symbol = match target {
                    OverwriteTarget::Role(role) => view! { span(class=format!("tag-color {}", class_of(role.0)), aria-hidden="true") },
                    OverwriteTarget::Member(_) => icon("at"),
                };
                view! { button(class="chip", r#type="button", on:click=handler(move |_| add(target))) { (symbol) bdi { (name) } } }
            }).collect::<Vec<_>>() })
        }
        p(class="hint", role="status") { (Live { now: move || if found.with(Vec::is_empty) { words::NOBODY_FOUND } else { "" } }) }
    }
}
