//! Allow, inherit or deny: one choice for each permission, of the role or member that is chosen, and what it comes to.

use super::editing::Editor;
use crate::client::panel::Governing;
use crate::components::more_icons::icon;
use crate::pages::hub_settings::permission_list::{about, permission_list};
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Choice, Overwritten, choice, with};
use crate::words::permissions as words;
use hubbub_shared::Permissions;
use hubbub_shared::model::OverwriteTarget;
use hubbub_shared::permissions::Permission;
use sycamore::prelude::*;

const CHOICES: [(Choice, &str, &str); 3] = [
    (Choice::Deny, "close", words::DENY),
    (Choice::Inherit, "inherit", words::INHERIT),
    (Choice::Allow, "check", words::ALLOW),
];

/// Draws a row for each permission that counts in channels.
pub fn choices(editor: Editor) -> View {
    let Editor { draft, target, .. } = editor;
    let everyone = OverwriteTarget::Role(editor.hub.everyone());
    let list = permission_list(Permissions::KNOWN.without(Permissions::OF_HUB), move |row| of(editor, row));
    let is_there = create_selector(move || {
        let target = target.get();
        target != everyone && draft.with(|draft| draft.iter().any(|overwrite| overwrite.target == target))
    });
    let is_above = create_selector(move || editor.comes_to().contains(Permissions::ADMINISTRATOR));
    view! {
        section(class="panel", aria-label=words::PERMISSIONS) {
            h2 { (words::PERMISSIONS) }
            (Live { now: move || why(editor) })
            (Live { now: move || if is_above.get() { view! { p(class="notice") { (words::ADMINISTRATOR_ANYWAY) } } } else { View::new() } })
            (list)
            (Live { now: move || if is_there.get() {
                let trash = icon("trash");
                view! {
                    button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| {
                        let gone = target.get_untracked();
                        draft.update(|draft| draft.retain(|overwrite| overwrite.target != gone));
                        target.set(everyone);
                    })) { (trash) (words::REMOVE_TARGET) }
                }
            } else {
                View::new()
            } })
        }
    }
}

/// Of a member one can ask what they may do there now, and why.
fn why(editor: Editor) -> View {
    let Editor { client, of, target, .. } = editor;
    let Overwritten::Channel(channel) = of else { return View::new() };
    let asked = create_selector(move || match target.get() {
        OverwriteTarget::Member(user) => client.model.with(|model| model.members.user(user).cloned()),
        OverwriteTarget::Role(_) => None,
    });
    view! {
        (Live { now: move || match asked.get_clone() {
            Some(user) => {
                let name = words::why_title_of(&user.display_name);
                view! {
                    button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| {
                        client.open(Governing::Why(channel, Some(Box::new(user.clone()))));
                    })) { (name) }
                }
            }
            None => View::new(),
        } })
    }
}

fn of(editor: Editor, permission: &'static Permission) -> View {
    let bit = permission.bit;
    let chosen = create_selector(move || editor.draft.with(|draft| choice(draft, editor.target.get(), bit)));
    let refusal = create_selector(move || editor.with(|_, editing| editing.refuses(bit)));
    let comes_to = create_selector(move || editor.comes_to().contains(bit));
    let label = words::choice_of(&words::title(permission));
    let buttons: Vec<View> = CHOICES
        .into_iter()
        .map(|(one, symbol, name)| {
            let symbol = icon(symbol);
            let set = move |_: web_sys::Event| {
                let target = editor.target.get_untracked();
                editor.draft.update(|draft| *draft = with(draft, target, bit, one));
            };
            view! {
                label(class="tri", data-choice=name, title=name) {
                    input(r#type="radio", name=format!("choice-{}", permission.name), aria-label=name, disabled=move || refusal.get().is_some(),
                        prop:checked=move || chosen.get() == one, on:change=set)
                    span { (symbol) }
                }
            }
        })
        .collect();
    let reason = refusal.get_untracked().map(words::refusal);
    let text = about(permission, format!("permission-{}", permission.name), reason);
    view! {
        div(class="choice-row") {
            (text)
            div(class="tris", role="radiogroup", aria-label=label) { (buttons) }
            span(class="comes-to", data-yes=move || comes_to.get().then_some("true")) {
                (Live { now: move || if comes_to.get() { words::COMES_TO_YES } else { words::COMES_TO_NO } })
            }
        }
    }
}
