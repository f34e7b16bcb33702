//! The roles of one member: those there are, which they have, and which one may give and take.

use crate::client::{Client, use_client};
use crate::components::dialog::dialog;
use crate::components::role_colors::class_of;
use crate::components::toasts::toasts;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Model, Rank, ranked};
use crate::words::{permissions, roles as words};
use hubbub_shared::model::{Role, User};
use hubbub_shared::{HubId, RoleId, UserId};
use sycamore::prelude::*;

/// A role, and how the member and oneself stand to it.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    role: Role,
    has: bool,
    /// Why one may not change that.
    refused: Option<String>,
}

pub fn roles_of(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (id, name) = (user.id, user.display_name.clone());
    client.model.update_silent(|model| model.members.want(hub, [id]));
    let rows = create_selector(move || client.model.with(|model| rows(model, hub, id)));
    let (title, notices) = (words::roles_of(&name), toasts());
    let body = view! {
        div(class="dialog-body member-roles") {
            (Live { now: move || rows.get_clone().into_iter().map(|row| row_view(client, (hub, id), &name, row)).collect::<Vec<_>>() })
            p(class="hint") { (Live { now: move || if rows.with(Vec::is_empty) { words::NO_ROLES } else { "" } }) }
        }
        // What lies beneath the dialog cannot be reached as long as it is open.
        (notices)
    };
    dialog(title, body)
}

fn rows(model: &Model, hub: HubId, user: UserId) -> Vec<Row> {
    let known = (model.hubs.get(hub), model.my_id(), model.members.get(hub, user));
    let (Some(view), Some(me), Some(member)) = known else { return Vec::new() };
    let rank = Rank::of(me, view);
    let roles = ranked(view).into_iter().filter(|role| role.id != hub.everyone());
    roles
        .map(|role| Row {
            has: member.roles.contains(&role.id),
            refused: rank.refuses_assigning(view, member, &role).map(permissions::refusal),
            role,
        })
        .collect()
}

fn row_view(client: Client, (hub, user): (HubId, UserId), name: &str, row: Row) -> View {
    let Row { role, has, refused } = row;
    let (of_role, person) = (role.name.clone(), name.to_owned());
    let (class, is_refused) = (class_of(role.id.0), refused.is_some());
    let reason = refused.map(|reason| view! { span(class="hint") { (reason) } }).unwrap_or_default();
    let called = match role.emoji.clone() {
        Some(emoji) => format!("{emoji} {}", role.name),
        None => role.name.clone(),
    };
    view! {
        label(class="switch") {
            span(class="card-text") {
                strong(class=class) { bdi { (called) } }
                (reason)
            }
            input(r#type="checkbox", role="switch", checked=has, disabled=is_refused, on:change=handler(move |_: web_sys::Event| {
                change(client, (hub, user, role.id), !has, of_role.clone(), person.clone());
            }))
        }
    }
}

/// Gives or takes, and offers to take it back.
fn change(client: Client, ids: (HubId, UserId, RoleId), gives: bool, role: String, name: String) {
    client.assign_role(ids, gives, move |answer| match answer {
        Ok(()) => {
            let done = if gives { words::given(&role, &name) } else { words::taken(&role, &name) };
            client.offer_undo(done, move || change(client, ids, !gives, role.clone(), name.clone()));
        }
        Err(problem) => client.complain(&problem),
    });
}
