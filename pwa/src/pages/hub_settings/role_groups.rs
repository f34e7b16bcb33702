//! Groups of roles that members choose from: which there are, in which order, and making and changing one.

mod editor;

use crate::browser;
use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::components::more_icons::{empty, icon};
use crate::offline::edits;
use crate::reactive::handler;
use crate::words::role_groups as words;
use crate::words::roles::UNSAVED;
use hubbub_shared::model::{RoleGroup, RoleGroups};
use hubbub_shared::protocol::command::{CreateRoleGroup, DeleteRoleGroup, GetRoleGroups, UpdateRoleGroup};
use hubbub_shared::{HubId, RoleGroupId};
use sycamore::prelude::*;

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct Groups {
    client: Client,
    hub: HubId,
    loaded: Loaded<RoleGroups>,
    /// What is open to be written. `None`: the list is shown.
    open: Signal<Option<Open>>,
}

/// A group that is written.
#[derive(Clone, PartialEq)]
enum Open {
    /// One that does not exist yet.
    New,
    /// One that does, as it is.
    Known(RoleGroup),
}

/// Draws the section.
pub fn role_groups(client: Client, hub: HubId) -> View {
    let groups = Groups { client, hub, loaded: Loaded::new(), open: create_signal(None) };
    groups.load();
    view! {
        (match groups.open.get_clone() {
            None => list(groups),
            Some(Open::New) => editor::editor(groups, None),
            Some(Open::Known(group)) => editor::editor(groups, Some(group)),
        })
    }
}

impl Groups {
    fn load(self) {
        let loaded = self.loaded;
        self.client.call(GetRoleGroups { hub: self.hub }, move |answer| loaded.put(answer));
    }

    /// Leads back to the list.
    fn close(self) {
        self.open.set(None);
        browser::soon(|| browser::focus(".page [data-testid=\"new-group\"]"));
    }

    /// All groups as they are now: what one takes or leaves, others may offer.
    fn known(self) -> Vec<RoleGroup> {
        let mut known = Vec::new();
        self.loaded.look(|groups| known.clone_from(&groups.groups));
        known
    }

    /// Moves a group, and keeps the focus with it.
    fn place(self, group: &RoleGroup, position: u32, way: &'static str) {
        let (client, id) = (self.client, group.id);
        let change = UpdateRoleGroup { position: Some(position), ..UpdateRoleGroup::of(self.hub, id) };
        client.call(change, move |answer| match answer {
            Ok(_) => {
                self.loaded.change(|known| {
                    let groups = &mut known.groups;
                    if let Some(from) = groups.iter().position(|group| group.id == id) {
                        let group = groups.remove(from);
                        groups.insert((position as usize).min(groups.len()), group);
                    }
                    (0..).zip(groups).for_each(|(position, group)| group.position = position);
                });
                let group = format!(".page [data-group=\"{id}\"]");
                browser::soon(move || {
                    browser::focus(&format!("{group} button:not(:disabled)"));
                    browser::focus(&format!("{group} [data-way=\"{way}\"]:not(:disabled)"));
                });
            }
            Err(problem) => {
                client.complain(&problem);
                self.load();
            }
        });
    }

    fn delete(self, group: RoleGroup) {
        let (client, hub, id) = (self.client, self.hub, group.id);
        client.call(DeleteRoleGroup { hub, group: id }, move |answer| match answer {
            Ok(()) => {
                self.loaded.change(|known| known.groups.retain(|known| known.id != id));
                self.close();
                client.offer_undo(words::deleted(&group.name), move || self.make_again(&group));
            }
            Err(problem) => client.complain(&problem),
        });
    }

    fn make_again(self, group: &RoleGroup) {
        let RoleGroup { name, kind, roles, .. } = group.clone();
        self.client.call(CreateRoleGroup { hub: self.hub, name, kind, roles }, move |answer| match answer {
            Ok(_) if self.loaded.is_shown() => self.load(),
            Ok(_) => {}
            Err(problem) => self.client.complain(&problem),
        });
    }
}

fn list(groups: Groups) -> View {
    let (plus, has_come) = (icon("plus"), groups.loaded.has_come());
    let body = groups.loaded.view(move |known| match &*known.groups {
        [] => empty("heart", words::NONE_TITLE, words::NONE),
        all => {
            let rows: Vec<View> = all.iter().map(|group| row(groups, group.clone(), all.len())).collect();
            view! { ul(class="sessions", aria-label=words::OFFERED) { (rows) } }
        }
    });
    view! {
        section(class="panel", aria-label=words::OFFERED) {
            p(class="hint") { (words::HINT) }
            (body)
            button(class="button button-wide", r#type="button", data-testid="new-group", hidden=move || !has_come.get(), on:click=handler(move |_| groups.open.set(Some(Open::New)))) {
                (plus)
                (words::NEW)
            }
        }
    }
}

fn row(groups: Groups, group: RoleGroup, count: usize) -> View {
    let name = group.name.clone();
    let unsaved = match edits::has(&kept_as(groups.hub, Some(group.id))) {
        true => view! { span(class="tag") { (UNSAVED) } },
        false => View::new(),
    };
    let summary = words::summary(group.kind, &names(groups, &group));
    let (edit, label) = (icon("edit"), words::edit_of(&name));
    let (up, down) = (words::up(&name), words::down(&name));
    let (above, below) = (group.clone(), group.clone());
    let (is_first, is_last) = (group.position == 0, group.position as usize + 1 >= count);
    let (arrow_up, arrow_down, id) = (icon("down"), icon("down"), group.id.to_string());
    view! {
        li(class="session group-row", data-group=id) {
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { bdi { (summary) } }
                span(class="tags") { (unsaved) }
            }
            span(class="group-buttons") {
                button(class="icon-button icon-turned", r#type="button", data-way="up", aria-label=up, disabled=is_first,
                    on:click=handler(move |_| groups.place(&above, above.position.saturating_sub(1), "up"))) { (arrow_up) }
                button(class="icon-button", r#type="button", data-way="down", aria-label=down, disabled=is_last,
                    on:click=handler(move |_| groups.place(&below, below.position + 1, "down"))) { (arrow_down) }
                button(class="icon-button", r#type="button", aria-label=label, on:click=handler(move |_| groups.open.set(Some(Open::Known(group.clone()))))) { (edit) }
            }
        }
    }
}

/// The name under which a device keeps what is not saved.
fn kept_as(hub: HubId, group: Option<RoleGroupId>) -> String {
    match group {
        Some(group) => format!("group.{group}"),
        None => format!("group.{hub}.new"),
    }
}

/// What the roles of a group are called.
fn names(groups: Groups, group: &RoleGroup) -> Vec<String> {
    groups.client.model.with_untracked(|model| {
        let roles = model.hubs.get(groups.hub).map(|view| view.roles.clone()).unwrap_or_default();
        let find = |id| roles.iter().find(|role| role.id == id).map(|role| role.name.clone());
        group.roles.iter().filter_map(|id| find(*id)).collect()
    })
}
