//! One group: what it is about, how many of its roles one may choose, and which roles it offers.

use super::{Groups, kept_as};
use crate::browser;
use crate::components::field::{Field, field};
use crate::components::more_icons::icon;
use crate::components::role_colors::class_of;
use crate::offline::edits::{self, Edit};
use crate::pages::hub_settings::unsaved::unsaved;
use crate::reactive::{create_selector, handler};
use crate::state::{Model, Rank, ranked};
use crate::words::{self as all_words, permissions, role_groups as words, roles};
use hubbub_shared::model::{Role, RoleGroup, RoleGroupKind};
use hubbub_shared::permissions::manage::may_be_choosable;
use hubbub_shared::protocol::command::{CreateRoleGroup, UpdateRoleGroup};
use hubbub_shared::text::RoleGroupName;
use hubbub_shared::{HubId, Problem, RoleGroupId, RoleId};
use serde::{Deserialize, Serialize};
use sycamore::prelude::*;

/// A group as it is stored, or as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Written {
    name: String,
    kind: RoleGroupKind,
    roles: Vec<RoleId>,
}

/// What is written. Copies are the same.
#[derive(Clone, Copy)]
struct Draft {
    groups: Groups,
    /// Which. `None`: one that does not exist yet.
    id: Option<RoleGroupId>,
    name: Signal<String>,
    kind: Signal<RoleGroupKind>,
    roles: Signal<Vec<RoleId>>,
    problem: Signal<Option<Problem>>,
    is_busy: Signal<bool>,
}

impl Draft {
    /// Takes up what was written about it and not saved, if nobody else has changed it since.
    fn begin(groups: Groups, group: Option<&RoleGroup>) -> (Self, Written) {
        let before = match group {
            Some(group) => Written { name: group.name.clone(), kind: group.kind, roles: group.roles.clone() },
            None => Written { name: String::new(), kind: RoleGroupKind::OneOf, roles: Vec::new() },
        };
        let id = group.map(|group| group.id);
        let kept: Option<Edit<Written>> = edits::read(&kept_as(groups.hub, id));
        let kept = kept.filter(|kept| kept.before == before);
        let Written { name, kind, roles } = kept.map_or_else(|| before.clone(), |kept| kept.after);
        let draft = Self {
            groups,
            id,
            name: create_signal(name),
            kind: create_signal(kind),
            roles: create_signal(roles),
            problem: create_signal(None),
            is_busy: create_signal(false),
        };
        (draft, before)
    }

    fn written(self) -> Written {
        Written { name: self.name.get_clone(), kind: self.kind.get(), roles: self.roles.get_clone() }
    }

    /// Whether there is something to save, which is kept until it is.
    fn follow(self, before: Written) -> ReadSignal<bool> {
        create_selector(move || {
            let (name, after) = (kept_as(self.groups.hub, self.id), self.written());
            let is_changed = after != before;
            match is_changed {
                true => edits::keep(&name, &Edit { before: before.clone(), after }),
                false => edits::forget(&name),
            }
            is_changed
        })
    }

    fn forget(self) {
        edits::forget(&kept_as(self.groups.hub, self.id));
    }

    /// Writes anew from what is stored.
    fn discard(self) {
        self.forget();
        self.groups.open.set(self.groups.open.get_clone_untracked());
    }
}

/// A role, and why it cannot be offered here or taken away from here.
struct Offer {
    role: Role,
    refused: Option<String>,
}

/// Draws the editor of a group, or of one that is being made.
pub fn editor(groups: Groups, group: Option<RoleGroup>) -> View {
    let (draft, before) = Draft::begin(groups, group.as_ref());
    let is_changed = draft.follow(before);
    browser::soon(|| browser::focus("#group-name"));
    let name = field(Field {
        id: "group-name",
        label: words::NAME,
        example: words::NAME_EXAMPLE,
        value: draft.name,
        problem: draft.problem,
        max: RoleGroupName::MAX_CHARS,
    });
    let (kinds, offers) = (kinds(draft), offers(groups, group.as_ref(), draft));
    let title = if group.is_some() { words::EDIT } else { words::NEW };
    let delete = group.clone().map(|group| delete(groups, group)).unwrap_or_default();
    let arrow = icon("back");
    let bar = unsaved(is_changed, draft.is_busy, move || draft.save(), move || draft.discard());
    view! {
        form(class="panel", aria-label=title, novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            draft.save();
        })) {
            button(class="row group-back", r#type="button", on:click=handler(move |_| groups.close())) { (arrow) (words::BACK) }
            h2 { (title) }
            (name)
            (kinds)
            (offers)
            (delete)
        }
        (bar)
    }
}

fn kinds(draft: Draft) -> View {
    let choice = |(kind, words): (RoleGroupKind, &'static str)| {
        let is_chosen = draft.kind.get_untracked() == kind;
        view! {
            label(class="choice") {
                input(r#type="radio", name="group-kind", checked=is_chosen, on:change=handler(move |_: web_sys::Event| draft.kind.set(kind)))
                span { (words) }
            }
        }
    };
    let choices: Vec<View> = words::KINDS.into_iter().map(choice).collect();
    view! {
        fieldset(class="field") {
            legend { (words::KIND) }
            div(class="choices") { (choices) }
        }
    }
}

fn offers(groups: Groups, group: Option<&RoleGroup>, draft: Draft) -> View {
    let others: Vec<RoleGroup> =
        groups.known().into_iter().filter(|other| Some(other.id) != group.map(|group| group.id)).collect();
    let all = groups.client.model.with_untracked(|model| offers_of(model, groups.hub, group, &others));
    if all.is_empty() {
        return view! { p(class="notice") { (words::NO_ROLES) } };
    }
    let rows: Vec<View> = all.into_iter().map(|offer| offer_view(draft, offer)).collect();
    view! {
        fieldset(class="offers") {
            legend(class="field-label") { (words::ROLES) }
            (rows)
        }
    }
}

fn offers_of(model: &Model, hub: HubId, group: Option<&RoleGroup>, others: &[RoleGroup]) -> Vec<Offer> {
    let Some((me, view)) = model.my_id().zip(model.hubs.get(hub)) else { return Vec::new() };
    let rank = Rank::of(me, view);
    let refused = |role: &Role| {
        if let Some(other) = others.iter().find(|other| other.roles.contains(&role.id)) {
            return Some(words::in_other(&other.name));
        }
        let is_here = group.is_some_and(|group| group.roles.contains(&role.id));
        let refusal = match is_here {
            true => rank.refuses_change(role),
            false => rank.refuses_offering(role).or_else(|| may_be_choosable(role.permissions).err()),
        };
        refusal.map(permissions::refusal)
    };
    let roles = ranked(view).into_iter().filter(|role| role.id != hub.everyone());
    roles.map(|role| Offer { refused: refused(&role), role }).collect()
}

fn offer_view(draft: Draft, offer: Offer) -> View {
    let Offer { role, refused } = offer;
    let (id, name, class) = (role.id, roles::called(&role), class_of(role.id.0));
    let (is_refused, is_offered) =
        (refused.is_some(), draft.roles.with_untracked(|roles| roles.contains(&id)));
    let reason = refused.map(|reason| view! { span(class="hint") { (reason) } }).unwrap_or_default();
    view! {
        label(class="switch") {
            span(class="card-text") {
                strong(class=class) { bdi { (name) } }
                (reason)
            }
            input(r#type="checkbox", role="switch", checked=is_offered, disabled=is_refused, on:change=handler(move |event: web_sys::Event| {
                let wants = browser::is_checked(&event);
                draft.roles.update(|roles| {
                    roles.retain(|one| *one != id);
                    if wants {
                        roles.push(id);
                    }
                });
            }))
        }
    }
}

fn delete(groups: Groups, group: RoleGroup) -> View {
    let trash = icon("trash");
    view! {
        p(class="hint") { (words::DELETE_HINT) }
        button(class="button button-quiet button-wide action-danger", r#type="button", on:click=handler(move |_| groups.delete(group.clone()))) {
            (trash)
            (words::DELETE)
        }
    }
}

impl Draft {
    /// Makes the group, or makes it what it was edited to.
    fn save(self) {
        let Groups { client, hub, .. } = self.groups;
        let Written { name, kind, roles } = untrack(|| self.written());
        let name: String = match RoleGroupName::parse(&name) {
            Ok(name) => name.into(),
            Err(problem) => {
                self.problem.set(Some(all_words::name_problem(&name, problem)));
                return browser::focus("#group-name");
            }
        };
        self.problem.set(None);
        self.is_busy.set(true);
        let saved = move |answer| self.saved(answer);
        match self.id {
            Some(group) => {
                let (name, kind, roles) = (Some(name), Some(kind), Some(roles));
                client.call(UpdateRoleGroup { name, kind, roles, ..UpdateRoleGroup::of(hub, group) }, saved);
            }
            None => client.call(CreateRoleGroup { hub, name, kind, roles }, saved),
        }
    }

    fn saved(self, answer: Result<RoleGroup, Problem>) {
        let is_open = self.is_busy.is_alive();
        match answer {
            Ok(_) => {
                self.groups.load();
                self.groups.client.notify(all_words::SAVED);
                if is_open {
                    self.groups.close();
                }
                self.forget();
            }
            Err(problem) => {
                if is_open {
                    self.is_busy.set(false);
                }
                self.groups.client.complain(&problem);
            }
        }
    }
}
