//! Roles that one chooses oneself. What is chosen counts at once.

use crate::browser;
use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::components::role_colors::class_of;
use crate::reactive::create_selector;
use crate::words::{role_groups as words, roles};
use hubbub_shared::model::{Member, Role, RoleGroup, RoleGroupKind, RoleGroups};
use hubbub_shared::protocol::command::{ChooseRoles, GetRoleGroups};
use hubbub_shared::{HubId, Permissions, Problem, RoleId};
use sycamore::prelude::*;

/// What the page works on. Copies are the same.
#[derive(Clone, Copy)]
struct Choosing {
    client: Client,
    hub: HubId,
    /// The roles one has.
    mine: ReadSignal<Vec<RoleId>>,
    /// Goes up when something was refused: what is shown is what is.
    refusals: Signal<u32>,
}

/// Draws the page.
pub fn own_roles(client: Client, hub: HubId) -> View {
    let may = create_selector(move || {
        client.model.with(|model| {
            model.hubs.get(hub).is_some_and(|view| view.permissions.contains(Permissions::CHOOSE_ROLES))
        })
    });
    view! {
        (match may.get() {
            true => untrack(|| choosing(client, hub)),
            false => empty("lock", words::MAY_NOT_TITLE, words::MAY_NOT),
        })
    }
}

fn choosing(client: Client, hub: HubId) -> View {
    let mine = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| view.my_roles.clone()).unwrap_or_default())
    });
    let choosing = Choosing { client, hub, mine, refusals: create_signal(0) };
    let loaded: Loaded<RoleGroups> = Loaded::new();
    client.call(GetRoleGroups { hub }, move |answer| loaded.put(answer));
    let body = loaded.view(move |groups| drawn(choosing, groups));
    view! { (body) }
}

fn drawn(choosing: Choosing, groups: &RoleGroups) -> View {
    let offered = groups.groups.iter().filter(|group| !group.roles.is_empty());
    let drawn: Vec<View> = offered.map(|group| group_view(choosing, group.clone())).collect();
    if drawn.is_empty() {
        return empty("heart", words::CHOOSE_NONE_TITLE, words::CHOOSE_NONE);
    }
    view! {
        p(class="hint") { (words::CHOOSE_HINT) }
        (drawn)
    }
}

fn group_view(choosing: Choosing, group: RoleGroup) -> View {
    let known = choosing.client.model.with_untracked(|model| {
        let roles = model.hubs.get(choosing.hub).map(|view| view.roles.clone()).unwrap_or_default();
        let find = |id: &RoleId| roles.iter().find(|role| role.id == *id).cloned();
        group.roles.iter().filter_map(find).collect::<Vec<Role>>()
    });
    let (name, kind) = (group.name.clone(), words::kind(group.kind));
    let choices = move || {
        // Drawn anew after a refusal: what was tapped is not what is.
        choosing.refusals.track();
        let of_roles = known.iter().map(|role| choice(choosing, &group, Some(role)));
        let none = (group.kind == RoleGroupKind::OneOf).then(|| choice(choosing, &group, None));
        of_roles.chain(none).collect::<Vec<View>>()
    };
    view! {
        fieldset(class="panel") {
            legend(class="panel-legend") { h2 { bdi { (name) } } }
            p(class="hint") { (kind) }
            div { (choices()) }
        }
    }
}

/// A role to choose, or, of a group of which one can be had, none of them.
fn choice(choosing: Choosing, group: &RoleGroup, role: Option<&Role>) -> View {
    let (id, mine, offered) = (role.map(|role| role.id), choosing.mine, group.roles.clone());
    let is_chosen = create_selector(move || match id {
        Some(id) => mine.with(|mine| mine.contains(&id)),
        None => mine.with(|mine| !mine.iter().any(|role| offered.contains(role))),
    });
    let called = match role {
        Some(role) => match role.emoji.clone() {
            Some(emoji) => format!("{emoji} {}", role.name),
            None => role.name.clone(),
        },
        None => words::NO_ROLE.to_owned(),
    };
    let class = role.map(|role| class_of(role.id.0)).unwrap_or_default();
    let told = role.map(roles::called);
    let (group, name) = (group.clone(), format!("group-{}", group.id));
    let one_of = group.kind == RoleGroupKind::OneOf;
    let choose = move |event: web_sys::Event| {
        choosing.choose(&group, id, browser::is_checked(&event), told.clone());
    };
    let text = view! { span(class="card-text") { strong(class=class) { bdi { (called) } } } };
    match one_of {
        true => view! {
            label(class="pick") {
                (text)
                input(r#type="radio", name=name, prop:checked=move || is_chosen.get(), on:change=choose)
            }
        },
        false => view! {
            label(class="switch") {
                (text)
                input(r#type="checkbox", role="switch", prop:checked=move || is_chosen.get(), on:change=choose)
            }
        },
    }
}

impl Choosing {
    /// Asks for all of the group's roles at once, as they are to be.
    fn choose(self, group: &RoleGroup, role: Option<RoleId>, wants: bool, called: Option<String>) {
        let mine = self.mine.get_clone_untracked();
        let has = |one: &RoleId| match group.kind {
            RoleGroupKind::OneOf => Some(*one) == role && wants,
            RoleGroupKind::AnyOf => {
                if Some(*one) == role {
                    wants
                } else {
                    mine.contains(one)
                }
            }
        };
        let roles: Vec<RoleId> = group.roles.iter().filter(|one| has(one)).copied().collect();
        let command = ChooseRoles { hub: self.hub, group: group.id, roles };
        self.client.call(command, move |answer: Result<Member, Problem>| match answer {
            Ok(member) => {
                self.client.model.update(|model| model.members.put(self.hub, member));
                let told = called.map(|role| if wants { words::chosen(&role) } else { words::left(&role) });
                self.client.announcement.set(told.unwrap_or_default());
            }
            Err(problem) => {
                self.client.complain(&problem);
                if self.refusals.is_alive() {
                    self.refusals.set(self.refusals.get_untracked() + 1);
                }
            }
        });
    }
}
