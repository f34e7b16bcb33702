//! Giving a role to those who are chosen, or taking it from them: all, or nobody and why.

use super::search::{MOST_CHOSEN, Search};
use crate::browser;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Model, Rank, ranked};
use crate::words::{members as words, roles};
use hubbub_shared::protocol::command::UpdateRoleMembers;
use hubbub_shared::{HubId, Problem, RoleId, UserId};
use sycamore::prelude::*;

/// What the bar works on. Copies are the same.
#[derive(Clone, Copy)]
struct Giving {
    search: Search,
    role: Signal<Option<RoleId>>,
    is_busy: Signal<bool>,
    /// Who stands in the way, and why.
    refused: Signal<Vec<String>>,
}

/// Draws the bar while somebody is chosen.
pub fn giving(search: Search) -> View {
    let giving = Giving {
        search,
        role: create_signal(None),
        is_busy: create_signal(false),
        refused: create_signal(Vec::new()),
    };
    let is_shown = create_selector(move || search.chosen.with(|chosen| !chosen.is_empty()));
    view! { (Live { now: move || if is_shown.get() { untrack(|| bar(giving)) } else { View::new() } }) }
}

fn bar(giving: Giving) -> View {
    let Giving { search, role, is_busy, .. } = giving;
    let all = search.client.model.with_untracked(|model| offered(model, search.hub));
    let first = role.get_untracked().or_else(|| all.first().map(|(id, _)| *id));
    role.set(first);
    let option = |(id, name): (RoleId, String)| {
        view! { option(value=id.to_string(), selected=first == Some(id)) { (name) } }
    };
    let options: Vec<View> = all.into_iter().map(option).collect();
    let count = create_selector(move || search.chosen.with(Vec::len));
    let cannot = create_selector(move || is_busy.get() || role.get().is_none() || count.get() > MOST_CHOSEN);
    let about = move || match count.get() {
        count if count > MOST_CHOSEN => words::MOST_CHOSEN.to_owned(),
        count => words::chosen(count),
    };
    view! {
        div(class="unsaved giving", role="region", aria-label=words::CHOOSE_ROLE) {
            span(class="card-text", role="status") { strong { (about()) } }
            select(class="input", aria-label=words::CHOOSE_ROLE, on:change=handler(move |event: web_sys::Event| {
                role.set(browser::value_of(&event).and_then(|value| value.parse().ok()));
            })) { (options) }
            button(class="button", r#type="button", data-testid="give-role", disabled=move || cannot.get(), on:click=handler(move |_| giving.change(true))) { (words::GIVE) }
            button(class="button button-quiet", r#type="button", data-testid="take-role", disabled=move || cannot.get(), on:click=handler(move |_| giving.change(false))) { (words::TAKE) }
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| giving.end())) { (words::UNCHOOSE) }
            (refusals(giving))
        }
    }
}

fn refusals(giving: Giving) -> View {
    view! {
        (Live { now: move || if giving.refused.with(Vec::is_empty) {
            View::new()
        } else {
            let lines: Vec<View> = giving.refused.get_clone().into_iter().map(|line| view! { li { bdi { (line) } } }).collect();
            view! {
                div(class="giving-refused", role="alert") {
                    p { (words::NOTHING_DONE) }
                    ul { (lines) }
                }
            }
        } })
    }
}

/// Roles that one may give to somebody.
fn offered(model: &Model, hub: HubId) -> Vec<(RoleId, String)> {
    let Some((me, view)) = model.my_id().zip(model.hubs.get(hub)) else { return Vec::new() };
    let rank = Rank::of(me, view);
    let mine = ranked(view).into_iter().filter(|role| role.id != hub.everyone());
    mine.filter(|role| rank.refuses_change(role).is_none())
        .map(|role| (role.id, roles::called(&role)))
        .collect()
}

impl Giving {
    fn end(self) {
        self.refused.set(Vec::new());
        self.search.chosen.set(Vec::new());
        browser::soon(|| browser::focus(".page .found"));
    }

    /// Those who have the role already are left as they are, and undoing leaves them so.
    fn change(self, gives: bool) {
        let (Some(role), client, hub) = (self.role.get_untracked(), self.search.client, self.search.hub)
        else {
            return;
        };
        let chosen = self.search.chosen.get_clone_untracked();
        let users: Vec<UserId> = client.model.with_untracked(|model| {
            let has = |user: &UserId| {
                model.members.get(hub, *user).is_some_and(|member| member.roles.contains(&role))
            };
            chosen.into_iter().filter(|user| has(user) != gives).collect()
        });
        self.refused.set(Vec::new());
        if users.is_empty() {
            client.notify(done(client.model.with_untracked(|model| name_of(model, hub, role)), gives, 0));
            return self.end();
        }
        self.is_busy.set(true);
        let (command, back) = (change(hub, role, &users, gives), change(hub, role, &users, !gives));
        client.update_role_members(command, move |answer| {
            if !self.is_busy.is_alive() {
                return;
            }
            self.is_busy.set(false);
            match answer {
                Ok(()) => {
                    let name = client.model.with_untracked(|model| name_of(model, hub, role));
                    self.end();
                    client.offer_undo(done(name, gives, users.len()), move || {
                        client.update_role_members(back.clone(), move |answer| {
                            if let Err(problem) = answer {
                                client.complain(&problem);
                            }
                        });
                    });
                }
                Err(problem) => self.explain(&problem, &users),
            }
        });
    }

    /// Who of those is refused, and why.
    fn explain(self, problem: &Problem, users: &[UserId]) {
        let (client, hub) = (self.search.client, self.search.hub);
        let line = |path: &str, why: &str| {
            let place: usize = path.split_once('[')?.1.strip_suffix(']')?.parse().ok()?;
            let user = *users.get(place)?;
            let name = client.model.with_untracked(|model| {
                model.members.get(hub, user).map(|member| member.user.display_name.clone())
            });
            Some(words::refused_for(&name?, why))
        };
        let lines: Vec<String> =
            problem.fields.iter().filter_map(|field| line(&field.path, &field.message)).collect();
        match lines.is_empty() {
            true => client.complain(problem),
            false => self.refused.set(lines),
        }
    }
}

fn change(hub: HubId, role: RoleId, users: &[UserId], gives: bool) -> UpdateRoleMembers {
    let (add, remove) = if gives { (users.to_vec(), Vec::new()) } else { (Vec::new(), users.to_vec()) };
    UpdateRoleMembers { hub, role, add, remove }
}

fn name_of(model: &Model, hub: HubId, role: RoleId) -> String {
    let view = model.hubs.get(hub);
    let found = view.and_then(|view| view.roles.iter().find(|known| known.id == role).map(roles::called));
    found.unwrap_or_default()
}

fn done(role: String, gives: bool, count: usize) -> String {
    match gives {
        true => words::given(&role, count),
        false => words::taken(&role, count),
    }
}
