//! One role: how it looks and what it gives. What is changed and not saved stays on the device, and says so.

use super::editing::{Editor, known};
use super::{holders, looks};
use crate::client::Client;
use crate::client::panel::Governing;
use crate::components::more_icons::{empty, icon};
use crate::pages::hub_settings::permission_list::{about, permission_list};
use crate::pages::hub_settings::unsaved::unsaved;
use crate::reactive::{Live, create_selector, handler};
use crate::state::HubSection;
use crate::words::{permissions, roles as words};
use crate::{browser, words as all_words};
use hubbub_shared::permissions::Permission;
use hubbub_shared::permissions::manage::Refusal;
use hubbub_shared::{HubId, Permissions, RoleId};
use sycamore::prelude::*;

/// Draws the page of a role; of a new one without an id.
pub fn editor(client: Client, hub: HubId, role: Option<RoleId>) -> View {
    let is_there = create_selector(move || {
        role.is_none() || client.model.with(|model| known(model, hub, role).is_some())
    });
    view! { (Live { now: move || if is_there.get() { untrack(|| drawn(client, hub, role)) } else { gone(hub) } }) }
}

fn drawn(client: Client, hub: HubId, role: Option<RoleId>) -> View {
    let editor = Editor::begin(client, hub, role);
    let refusal = create_selector(move || editor.refusal());
    let is_everyone = role == Some(hub.everyone());
    let looks = match is_everyone {
        true => View::new(),
        false => {
            let fields = looks::fields(editor);
            view! {
                fieldset(class="panel", aria-label=words::LOOKS, prop:disabled=move || refusal.get().is_some()) {
                    h2 { (words::LOOKS) }
                    (fields)
                }
            }
        }
    };
    let grants = grants(editor, is_everyone);
    let may = if is_everyone { words::EVERYONE_MAY } else { words::MAY };
    let holders = match role {
        Some(role) if !is_everyone => holders::holders(hub, role),
        _ => View::new(),
    };
    view! {
        (Live { now: move || match refusal.get() {
            Some(refusal) => locked(refusal),
            None => View::new(),
        } })
        (Live { now: move || see_as(editor, is_everyone) })
        (looks)
        section(class="panel", aria-label=may) {
            h2 { (may) }
            (grants)
        }
        (holders)
        (Live { now: move || delete(editor, is_everyone, refusal) })
        (Live { now: move || unsaved(editor.is_changed(), editor.is_busy, move || editor.save(), move || editor.discard()) })
    }
}

fn locked(refusal: Refusal) -> View {
    let lock = icon("lock");
    view! {
        div(class="notice", role="note") {
            (lock)
            span(class="card-text") {
                strong { (words::LOCKED) }
                span { (Live { now: move || permissions::refusal(refusal) }) }
            }
        }
    }
}

/// The title of a role's page.
pub fn title(client: Client, hub: HubId, role: Option<RoleId>) -> String {
    client
        .model
        .with(|model| known(model, hub, role).map_or_else(|| words::NEW_ROLE.to_owned(), words::called))
}

fn grants(editor: Editor, is_everyone: bool) -> View {
    let wanted = match is_everyone {
        true => Permissions::KNOWN.without(Permissions::ADMINISTRATOR),
        false => Permissions::KNOWN,
    };
    permission_list(wanted, move |permission| grant(editor, permission))
}

fn grant(editor: Editor, permission: &'static Permission) -> View {
    let bit = permission.bit;
    let is_mine = editor.rank().is_some_and(|rank| rank.permissions().contains(bit));
    let is_locked = create_selector(move || editor.refusal().is_some());
    let reason = (!is_mine).then(|| permissions::refusal(Refusal::NotYours(bit)));
    let id = format!("permission-{}", permission.name);
    let (text, described) = (about(permission, id.clone(), reason), id);
    let granted = editor.permissions;
    view! {
        label(class="switch") {
            (text)
            input(r#type="checkbox", role="switch", aria-labelledby=described, disabled=move || !is_mine || is_locked.get(),
                prop:checked=move || granted.get().contains(bit), on:change=handler(move |event: web_sys::Event| {
                    let without = granted.get_untracked().without(bit);
                    granted.set(if browser::is_checked(&event) { without | bit } else { without });
                }))
        }
    }
}

/// The way to see the hub as the role does.
fn see_as(editor: Editor, is_everyone: bool) -> View {
    let (Some(role), client, hub) = (editor.role, editor.client, editor.hub) else { return View::new() };
    let (eye, words) = (icon("eye"), if is_everyone { words::SEE_AS_EVERYONE } else { words::SEE_AS });
    view! {
        button(class="button button-quiet button-wide", r#type="button", data-testid="see-as", on:click=handler(move |_| client.see_as(hub, role))) {
            (eye)
            (words)
        }
    }
}

fn delete(editor: Editor, is_everyone: bool, refusal: ReadSignal<Option<Refusal>>) -> View {
    let (Some(role), client, hub) = (editor.role, editor.client, editor.hub) else { return View::new() };
    let may = create_selector(move || !is_everyone && refusal.get().is_none() && editor.may_end());
    view! {
        (Live { now: move || if may.get() {
            let trash = icon("trash");
            view! {
                button(class="button button-quiet button-wide action-danger", r#type="button", on:click=handler(move |_| client.open(Governing::DeleteRole(hub, role)))) {
                    (trash)
                    (words::DELETE)
                }
            }
        } else {
            View::new()
        } })
    }
}

/// What to say of a role that is not there.
fn gone(hub: HubId) -> View {
    let back = HubSection::Roles.at(hub).address();
    let hint = empty("shield", words::GONE_TITLE, words::GONE);
    view! {
        (hint)
        a(class="button button-quiet", data-link="", href=back) { (Live { now: move || all_words::back_to(words::ROLES) }) }
    }
}
