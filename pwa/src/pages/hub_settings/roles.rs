//! The roles of a hub, the highest first: which there are, in which order, and the way to each.

mod editing;
mod editor;
mod holders;
mod looks;
mod order;

pub use editor::{editor, title};

use crate::browser;
use crate::client::Client;
use crate::components::more_icons::{empty, icon};
use crate::components::role_colors::class_of;
use crate::offline::edits;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{HubSection, Model, Rank, moved_to, ranked};
use crate::words::{permissions, roles as words};
use hubbub_shared::model::Role;
use hubbub_shared::{HubId, RoleId};
use std::ops::RangeInclusive;
use sycamore::prelude::*;
use web_sys::KeyboardEvent;

/// What a row shows, and what its keys and its handle lead to.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    role: Role,
    /// Why it cannot be changed.
    locked: Option<String>,
    place: usize,
    is_edited: bool,
}

/// All rows, and between which places one may move them.
#[derive(Debug, Clone, PartialEq)]
struct Listed {
    rows: Vec<Row>,
    places: RangeInclusive<usize>,
    /// Why there can be no other.
    refuses_new: Option<String>,
}

/// Draws the section.
pub fn roles(client: Client, hub: HubId) -> View {
    let listed = create_selector(move || client.model.with(|model| list_of(model, hub)));
    let rows = create_selector(move || listed.with(|listed| listed.rows.clone()));
    let is_alone = create_selector(move || rows.with(|rows| rows.len() < 2));
    let list = view! {
        ol(class="roles", aria-label=words::ROLES) {
            Keyed(list=rows, key=key, view=move |row| row_view(client, hub, row))
        }
    };
    order::drag(
        &list,
        move |from, to| move_role(client, hub, from, to),
        move || listed.with_untracked(|listed| listed.places.clone()),
    );
    view! {
        section(class="panel", aria-label=words::ROLES) {
            p(class="hint") { (words::HINT) }
            (Live { now: move || create_button(hub, listed) })
            (Live { now: move || if is_alone.get() { empty("shield", words::NONE_TITLE, words::NONE) } else { View::new() } })
            (list)
        }
    }
}

fn list_of(model: &Model, hub: HubId) -> Listed {
    let Some((view, me)) = model.hubs.get(hub).zip(model.my_id()) else {
        return Listed { rows: Vec::new(), places: 0..=0, refuses_new: None };
    };
    let (rank, all) = (Rank::of(me, view), ranked(view));
    let reach = rank.places(view);
    let above = all.len() - 1;
    let places = above.saturating_sub(*reach.end() as usize)..=above.saturating_sub(1);
    let row = |(place, role): (usize, Role)| Row {
        locked: rank.refuses_change(&role).map(permissions::refusal),
        is_edited: edits::has(&editing::kept_as(hub, Some(role.id))),
        place,
        role,
    };
    Listed {
        rows: all.into_iter().enumerate().map(row).collect(),
        places,
        refuses_new: rank.refuses_new().map(permissions::refusal),
    }
}

/// Everything whose change redraws a row.
fn key(row: &Row) -> String {
    let Row { role, locked, place, is_edited } = row;
    format!("{}{}{:?}{:?}{}{place}{is_edited}", role.id, role.name, role.emoji, role.color, locked.is_some())
}

fn create_button(hub: HubId, listed: ReadSignal<Listed>) -> View {
    let address = address_of(hub, None);
    let refusal = create_selector(move || listed.with(|listed| listed.refuses_new.clone()));
    view! {
        (Live { now: move || match refusal.get_clone() {
            Some(reason) => view! { p(class="notice") { (reason) } },
            None => {
                let (plus, address) = (icon("plus"), address.clone());
                view! { a(class="button button-wide", data-link="", href=address) { (plus) (words::CREATE) } }
            }
        } })
    }
}

fn address_of(hub: HubId, role: Option<RoleId>) -> String {
    HubSection::Role(role).at(hub).address()
}

fn row_view(client: Client, hub: HubId, row: Row) -> View {
    let Row { role, locked, place, is_edited } = row;
    let is_everyone = role.id == hub.everyone();
    let (name, address) = (words::called(&role), address_of(hub, Some(role.id)));
    let mark = match role.emoji.clone() {
        Some(emoji) => view! { span(class="role-emoji", aria-hidden="true") { (emoji) } },
        None => view! { span(class=format!("tag-color {}", class_of(role.id.0)), aria-hidden="true") },
    };
    let hint = match locked.clone() {
        Some(reason) => Some(reason),
        None if is_everyone => Some(words::EVERYONE_HINT.to_owned()),
        None => None,
    };
    let hint = hint.map(|hint| view! { span(class="hint") { (hint) } }).unwrap_or_default();
    let edited = match is_edited {
        true => view! { span(class="tag") { (words::UNSAVED) } },
        false => View::new(),
    };
    let end = icon(if locked.is_some() { "lock" } else { "forward" });
    let handle = match locked.is_none() && !is_everyone {
        true => handle(client, hub, role.id, &name, place),
        false => view! { span(class="role-handle", aria-hidden="true") },
    };
    view! {
        li(class="role-row", data-role=role.id.to_string(), data-fixed=(locked.is_some() || is_everyone).then_some("true")) {
            (handle)
            a(class="row", data-link="", href=address) {
                (mark)
                span(class="card-text") {
                    strong(class=class_of(role.id.0)) { bdi { (name) } }
                    (hint)
                }
                (edited)
                (end)
            }
        }
    }
}

/// Moves a role: by a finger or the mouse, or with the arrows.
fn handle(client: Client, hub: HubId, role: RoleId, name: &str, place: usize) -> View {
    let (grip, label) = (icon("grip"), words::move_label(name));
    view! {
        button(class="icon-button role-handle", r#type="button", aria-label=label, on:keydown=handler(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowUp" => place.checked_sub(1),
                "ArrowDown" => place.checked_add(1),
                _ => return,
            };
            event.prevent_default();
            if let Some(to) = to {
                move_role(client, hub, place, to);
                browser::later(0, move || browser::focus(&format!("[data-role=\"{role}\"] .role-handle")));
            }
        })) { (grip) }
    }
}

fn move_role(client: Client, hub: HubId, from: usize, to: usize) {
    let listed = client.model.with_untracked(|model| list_of(model, hub));
    let Some(role) = listed.rows.get(from).map(|row| row.role.clone()) else { return };
    if from == to || !listed.places.contains(&to) {
        return;
    }
    let others = listed.rows.len() - 1;
    let (name, before) = (words::called(&role), role.position);
    let told = words::stands_at(&name, to + 1, others);
    let back = moved_to(&role, before);
    client.update_role(moved_to(&role, (others - to) as u32), move |answer| match answer {
        Ok(()) => {
            client.announcement.set(told);
            let id = role.id;
            browser::next_frame(move || browser::focus(&format!("[data-role=\"{id}\"] .role-handle")));
            client.offer_undo(words::moved(&name), move || {
                client.update_role(back.clone(), move |answer| {
                    if let Err(problem) = answer {
                        client.complain(&problem);
                    }
                });
            });
        }
        Err(problem) => client.complain(&problem),
    });
}
