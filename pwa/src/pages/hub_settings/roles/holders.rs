//! Who has a role: giving it to many and taking it from many, in one go.

use crate::client::{Client, use_client};
use crate::components::avatar::avatar;
use crate::components::more_icons::icon;
use crate::letters::lower;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{List, Model, Rank};
use crate::words::{permissions, roles as words};
use crate::{browser, words as all_words};
use hubbub_shared::model::{Member, User};
use hubbub_shared::protocol::command::{FindMembers, UpdateRoleMembers};
use hubbub_shared::{HubId, RoleId, UserId};
use sycamore::prelude::*;

/// So many are shown; who wants others types a name.
const MOST_SHOWN: usize = 40;
/// Whoever types is looked for when they pause for so long.
const PAUSE_MS: i32 = 200;
/// The server takes so many at once.
const MOST_AT_ONCE: usize = 100;

/// A member, and how they stand to the role.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    user: User,
    has: bool,
    /// Why that cannot be changed.
    refused: Option<String>,
}

/// Draws the members, those who have the role first.
pub fn holders(hub: HubId, role: RoleId) -> View {
    let client = use_client();
    client.list_members(hub, List::Everybody);
    let (typed, chosen) = (create_signal(String::new()), create_signal(Vec::<UserId>::new()));
    let (is_busy, found) = (create_signal(false), create_signal(Vec::<UserId>::new()));
    let rows = create_selector(move || {
        let typed = typed.with(|typed| lower(typed.trim()));
        client.model.with(|model| found.with(|found| rows(model, (hub, role), &typed, found)))
    });
    // Of a large hub few members are here.
    find(client, FindMembers { role: Some(role), ..FindMembers::of(hub) }, found);
    create_effect(move || {
        let name = typed.get_clone();
        browser::later(PAUSE_MS, move || {
            let is_still = typed.is_alive() && typed.with_untracked(|typed| *typed == name);
            if is_still && !name.trim().is_empty() {
                find(client, FindMembers { name: Some(name), ..FindMembers::of(hub) }, found);
            }
        });
    });
    let is_all =
        create_selector(move || client.model.with(|model| model.members.is_complete(hub, List::Everybody)));
    let glass = icon("search");
    view! {
        section(class="panel", aria-label=words::MEMBERS) {
            h2 { (words::MEMBERS) }
            label(class="search") {
                (glass)
                input(r#type="search", autocomplete="off", placeholder=words::SEARCH_MEMBERS, aria-label=words::SEARCH_MEMBERS, bind:value=typed)
            }
            ul(class="holders") {
                Keyed(list=rows, key=|row| (row.user.id, row.has, row.refused.is_some()), view=move |row| row_view(chosen, row))
            }
            (Live { now: move || if is_all.get() { View::new() } else { view! {
                button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| client.list_members(hub, List::Everybody))) { (words::MORE_MEMBERS) }
            } } })
            (Live { now: move || if chosen.with(Vec::is_empty) { View::new() } else { view! {
                button(class="button button-wide", r#type="button", data-testid="change-members", disabled=move || is_busy.get(),
                    on:click=handler(move |_| change(client, (hub, role), chosen, is_busy))) { (Live { now: move || words::change_members(chosen.with(Vec::len)) }) }
            } } })
        }
    }
}

/// Gets to know members, whose ids are `found` then.
fn find(client: Client, command: FindMembers, found: Signal<Vec<UserId>>) {
    let hub = command.hub;
    client.call(command, move |answer| {
        if let Ok(page) = answer
            && found.is_alive()
        {
            let ids = page.members.iter().map(|member| member.user.id).collect();
            client.model.update(|model| {
                page.members.into_iter().for_each(|member| model.members.put(hub, member));
            });
            found.set(ids);
        }
    });
}

/// Those whose name has what is typed, and those the server `found` by it.
fn rows(model: &Model, (hub, role): (HubId, RoleId), typed: &str, found: &[UserId]) -> Vec<Row> {
    let Some((view, me)) = model.hubs.get(hub).zip(model.my_id()) else { return Vec::new() };
    let Some(role) = view.roles.iter().find(|known| known.id == role) else { return Vec::new() };
    let rank = Rank::of(me, view);
    let all = model.members.grouped(hub, &[]).into_iter().flatten();
    let is_meant =
        |member: &Member| found.contains(&member.user.id) || lower(&member.user.display_name).contains(typed);
    let row = |member: Member| Row {
        has: member.roles.contains(&role.id),
        refused: rank.refuses_assigning(view, &member, role).map(permissions::refusal),
        user: member.user,
    };
    let (holders, others): (Vec<Row>, Vec<Row>) = all.filter(is_meant).map(row).partition(|row| row.has);
    holders.into_iter().chain(others).take(MOST_SHOWN).collect()
}

fn row_view(chosen: Signal<Vec<UserId>>, row: Row) -> View {
    let Row { user, has, refused } = row;
    let (picture, id, name) = (avatar(&user, ""), user.id, user.display_name.clone());
    let is_refused = refused.is_some();
    let reason = refused.map(|reason| view! { span(class="hint") { (reason) } }).unwrap_or_default();
    view! {
        li {
            label(class="switch") {
                (picture)
                span(class="card-text") {
                    strong { bdi { (name) } }
                    (reason)
                }
                input(r#type="checkbox", role="switch", disabled=is_refused,
                    prop:checked=move || has != chosen.with(|chosen| chosen.contains(&id)), on:change=handler(move |event: web_sys::Event| {
                        let wants = browser::is_checked(&event);
                        chosen.update(|chosen| {
                            chosen.retain(|one| *one != id);
                            if wants != has {
                                chosen.push(id);
                            }
                        });
                    }))
            }
        }
    }
}

/// Gives it to those who have it not, and takes it from those who have. All at once, or nobody.
fn change(client: Client, (hub, role): (HubId, RoleId), chosen: Signal<Vec<UserId>>, is_busy: Signal<bool>) {
    let users: Vec<UserId> = chosen.get_clone_untracked().into_iter().take(MOST_AT_ONCE).collect();
    let has = |user: &UserId| {
        client.model.with_untracked(|model| {
            model.members.get(hub, *user).is_some_and(|member| member.roles.contains(&role))
        })
    };
    let (remove, add): (Vec<UserId>, Vec<UserId>) = users.into_iter().partition(has);
    let back = UpdateRoleMembers { hub, role, add: remove.clone(), remove: add.clone() };
    is_busy.set(true);
    client.update_role_members(UpdateRoleMembers { hub, role, add, remove }, move |answer| {
        if is_busy.is_alive() {
            is_busy.set(false);
        }
        match answer {
            Ok(()) => {
                if chosen.is_alive() {
                    chosen.set(Vec::new());
                }
                client.offer_undo(all_words::SAVED.to_owned(), move || {
                    client.update_role_members(back.clone(), move |answer| {
                        if let Err(problem) = answer {
                            client.complain(&problem);
                        }
                    });
                });
            }
            Err(problem) => client.complain(&problem),
        }
    });
}
