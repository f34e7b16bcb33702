//! Who belongs to the hub: found by name, role and time of joining, a page at a time, however many there are. A tap opens
//! their card; who gives roles can give one to many.

mod filters;
mod giving;
mod search;

use self::search::{Here, Search};
use crate::browser;
use crate::client::Client;
use crate::client::panel::General;
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::more_icons::empty;
use crate::components::role_colors::class_of;
use crate::components::role_tag::role_tag;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Model, Rank, ranked};
use crate::words::{self as all_words, members as words};
use hubbub_shared::model::{Member, Role, User};
use hubbub_shared::{HubId, UserId};
use sycamore::prelude::*;

/// Roles that a row names; the card has all.
const ROLES_SHOWN: usize = 3;

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    user: User,
    joined_at: i64,
    /// The highest of their roles.
    roles: Vec<Role>,
    more_roles: usize,
}

/// Draws the section.
pub fn members(client: Client, hub: HubId) -> View {
    let search = Search::begin(client, hub);
    let filters = filters::filters(search);
    let rows = create_selector(move || search.found(rows_of));
    let gives = create_selector(move || client.model.with(|model| gives_roles(model, hub)));
    let list = view! {
        ul(class="found", tabindex="-1", aria-label=words::MEMBERS) {
            Keyed(list=rows, key=key, view=move |row| row_view(search, gives, row))
        }
    };
    let count = create_selector(move || {
        let is_all = search.next.with(Option::is_none);
        search.is_here().then(|| words::found(rows.with(Vec::len), is_all))
    });
    view! {
        section(class="panel", aria-label=words::MEMBERS) {
            (filters)
            p(class="hint", role="status") { (count.get_clone().unwrap_or_default()) }
            (list)
            (end(search, rows))
        }
        (Live { now: move || if gives.get() { untrack(|| giving::giving(search)) } else { View::new() } })
    }
}

/// What there is to be said below the rows.
fn end(search: Search, rows: ReadSignal<Vec<Row>>) -> View {
    let is_empty = create_selector(move || rows.with(Vec::is_empty));
    let has_more = create_selector(move || search.next.with(Option::is_some));
    view! {
        (match search.here.get_clone() {
            Here::Coming => view! { div(class="input skeleton-line", role="status", aria-label=all_words::LOADING) },
            Here::Failed(problem) => {
                let message = problem.message;
                view! {
                    p(class="field-problem", role="alert") { (message) }
                    button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| search.go_on())) { (words::FAILED) }
                }
            }
            Here::Shown if has_more.get() => view! {
                button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| search.go_on())) { (words::MORE) }
            },
            Here::Shown if is_empty.get() => {
                let nobody = empty("search", words::NOBODY_TITLE, words::NOBODY);
                view! {
                    (nobody)
                    button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| {
                        search.reset();
                        browser::focus("#find-member");
                    })) { (words::RESET) }
                }
            }
            Here::Shown => View::new(),
        })
    }
}

fn rows_of(model: &Model, hub: HubId, found: &[UserId]) -> Vec<Row> {
    let Some(view) = model.hubs.get(hub) else { return Vec::new() };
    let roles: Vec<Role> = ranked(view).into_iter().filter(|role| role.id != hub.everyone()).collect();
    let row = |member: &Member| {
        let mut held: Vec<Role> =
            roles.iter().filter(|role| member.roles.contains(&role.id)).cloned().collect();
        let more_roles = held.len().saturating_sub(ROLES_SHOWN);
        held.truncate(ROLES_SHOWN);
        Row { user: member.user.clone(), joined_at: member.joined_at.0, roles: held, more_roles }
    };
    // Whoever goes meanwhile is shown no more.
    found.iter().filter_map(|user| model.members.get(hub, *user)).map(row).collect()
}

/// Everything whose change redraws a row.
fn key(row: &Row) -> String {
    let roles: Vec<String> =
        row.roles.iter().map(|role| format!("{}{}{:?}", role.id, role.name, role.emoji)).collect();
    format!("{} {} {} {}", row.user.id, row.user.display_name, roles.join(" "), row.more_roles)
}

fn gives_roles(model: &Model, hub: HubId) -> bool {
    let known = model.my_id().zip(model.hubs.get(hub));
    known.is_some_and(|(me, view)| Rank::of(me, view).refuses_new().is_none())
}

fn row_view(search: Search, gives: ReadSignal<bool>, row: Row) -> View {
    let Row { user, joined_at, roles, more_roles } = row;
    let (picture, id, hub, client) = (avatar(&user, ""), user.id, search.hub, search.client);
    let (name, username) = (user.display_name.clone(), user.username.clone());
    let (class, since) = (class_of(id.0), words::joined(&clock::date_of(joined_at)));
    let mut tags: Vec<View> = roles.iter().map(role_tag).collect();
    if more_roles > 0 {
        tags.push(view! { span(class="tag") { (format!("+{more_roles}")) } });
    }
    let label = words::choose(&name);
    let choose = move || {
        let label = label.clone();
        match gives.get() {
            true => view! {
                label(class="found-choose") {
                    input(r#type="checkbox", aria-label=label, prop:checked=move || search.chosen.with(|chosen| chosen.contains(&id)),
                        on:change=handler(move |event: web_sys::Event| search.choose(id, browser::is_checked(&event))))
                }
            },
            false => View::new(),
        }
    };
    view! {
        li(class="found-row") {
            (choose())
            button(class="found-member", r#type="button", on:click=handler(move |_| client.open(General::Profile(hub, Box::new(user.clone()))))) {
                (picture)
                span(class="card-text") {
                    strong(class=class) { bdi { (name) } }
                    span(class="hint") { "@" bdi { (username) } " · " (since) }
                    span(class="tags") { (tags) }
                }
            }
        }
    }
}
