//! Making, joining, naming and leaving hubs.

use super::form::{Form, line};
use super::parts::{action, confirm, hub_view, list_of, lock};
use crate::client::panel::{General, Governing, Telling};
use crate::client::{Client, Lock, Panel, use_client};
use crate::clock;
use crate::components::dialog::{dialog, menu};
use crate::components::field::{Field, text};
use crate::reactive::{Live, create_selector};
use crate::state::{AgainstRaid, HubSection, NotifiedPlace, Route, invite_code};
use crate::words::{self, coming_in, moderation};
use hubbub_shared::model::User;
use hubbub_shared::text::{HubDescription, HubName};
use hubbub_shared::{ErrorCode, HubId, Permissions, Problem};
use sycamore::prelude::*;

pub fn create() -> View {
    let client = use_client();
    let (form, name) = (Form::new(), create_signal(String::new()));
    let field = name_field(&form, name);
    let body = form.view(words::CREATE_HUB_HINT, field, words::CREATE_HUB, move |form| {
        with_name(name, form, |name, form| client.create_hub(name, form.failed()));
    });
    dialog(words::CREATE_A_HUB.to_owned(), body)
}

pub fn edit(hub: HubId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    let (form, name) = (Form::new(), create_signal(view.name.clone()));
    let description = create_signal(view.description.clone());
    let about = text(Field {
        id: "hub-description",
        label: words::HUB_DESCRIPTION,
        example: words::HUB_DESCRIPTION_EXAMPLE,
        value: description,
        problem: create_signal(None),
        max: HubDescription::MAX_CHARS,
    });
    let fields = View::from(vec![name_field(&form, name), about]);
    let body = form.view("", fields, words::SAVE, move |form| {
        let description = description.get_clone_untracked();
        with_name(name, form, |name, form| client.edit_hub(hub, name, description, form.failed()));
    });
    dialog(words::EDIT_HUB.to_owned(), body)
}

fn name_field(form: &Form, name: Signal<String>) -> View {
    line(form, "hub-name", words::HUB_NAME, words::HUB_NAME_EXAMPLE, name, HubName::MAX_CHARS)
}

fn with_name(name: Signal<String>, form: Form, act: impl FnOnce(String, Form)) {
    let name = name.get_clone_untracked();
    match HubName::parse(&name) {
        Ok(name) => act(name.into(), form),
        Err(problem) => form.failed()(words::name_problem(&name, problem)),
    }
}

pub fn join() -> View {
    let client = use_client();
    let form = Form::new();
    let code = create_signal(String::new());
    let field = line(&form, "invite-code", words::INVITE_CODE, "https://…/invite/…", code, 200);
    let body = form.view(words::JOIN_HINT, field, words::JOIN_HUB, move |form| {
        match invite_code(&code.get_clone_untracked()) {
            Some(code) => client.join_hub(code, move |problem| form.failed()(words::invite_problem(problem))),
            None => form.failed()(Problem::new(ErrorCode::InvalidInput, words::INVITE_CODE_WRONG)),
        }
    });
    dialog(words::JOIN_A_HUB.to_owned(), body)
}

pub fn actions(hub: HubId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    // What one may do can change while one looks.
    let rights = create_selector(move || {
        client.model.with(|model| {
            model.hubs.get(hub).map(|view| (view.permissions, model.my_id() == Some(view.owner), view.locked))
        })
    });
    let all = view! {
        (Live { now: move || rights.get().map(|(may, owned, locked)| list_of(offers(client, hub, may, owned, locked))).unwrap_or_default() })
    };
    let about = match view.description.clone() {
        about if about.is_empty() => View::new(),
        about => view! { p(class="hint actions-hint") { (about) } },
    };
    menu(view.name.clone(), View::from(vec![all, about]))
}

fn offers(client: Client, hub: HubId, may: Permissions, owned: bool, is_locked: bool) -> Vec<View> {
    let opens: [(Permissions, &str, &str, Panel); 4] = [
        (Permissions::INVITE, "user-plus", words::INVITE_PEOPLE, General::Invite(hub).into()),
        (
            Permissions::MANAGE_CHANNELS,
            "hash",
            words::CREATE_A_CHANNEL,
            Governing::CreateChannel(hub, None).into(),
        ),
        (
            Permissions::MANAGE_CHANNELS,
            "folder",
            words::CREATE_A_CATEGORY,
            Governing::CreateCategory(hub).into(),
        ),
        (Permissions::MANAGE_HUB, "edit", words::EDIT_HUB, Governing::EditHub(hub).into()),
    ];
    let mut offers: Vec<View> = opens
        .into_iter()
        .filter(|(needed, ..)| may.contains(*needed))
        .map(|(_, symbol, label, panel)| action(symbol, label, "", move || client.open(panel.clone())))
        .collect();
    let against = client.model.with_untracked(|model| {
        model.hubs.get(hub).map(|view| AgainstRaid::left(view, clock::now())).unwrap_or_default()
    });
    if against.lock && against.pause {
        offers.push(action("shield", coming_in::STOP_RAID, "", move || {
            client.stop_raid(hub);
            client.close();
        }));
    }
    if may.contains(Permissions::MANAGE_MESSAGES) {
        let label = if is_locked { moderation::UNLOCK_HUB } else { moderation::LOCK_HUB };
        offers.push(lock(client, label, Lock::Hub(hub), is_locked));
    }
    let told = move || client.open(Telling::Notifications(NotifiedPlace::Hub(hub)));
    offers.push(action("bell", words::notifications::TITLE, "", told));
    let find = move || client.go(HubSection::Members.at(hub));
    offers.push(action("search", words::FIND_MEMBERS, "", find));
    if may.contains(Permissions::CHOOSE_ROLES) && offers_roles(client, hub) {
        let choose = move || client.go(HubSection::OwnRoles.at(hub));
        offers.push(action("heart", words::role_groups::CHOOSE, "", choose));
    }
    if has_settings(client, hub) {
        let settings = move || client.go(Route::HubSettings(hub, String::new()));
        offers.push(action("settings", words::HUB_SETTINGS, "", settings));
    }
    let (symbol, leave) = if owned { ("trash", words::DELETE_HUB) } else { ("leave", words::LEAVE_HUB) };
    offers.push(action(symbol, leave, "action-danger", move || client.open(Governing::LeaveHub(hub))));
    offers
}

/// Whether there is a page of the hub's settings that is for the person.
fn has_settings(client: Client, hub: HubId) -> bool {
    let may =
        client.model.with_untracked(|model| model.hubs.get(hub).map(|view| HubSection::rights_in(view)));
    HubSection::open_to(may.unwrap_or_default()).next().is_some()
}

/// Whether there is a role that members choose for themselves.
fn offers_roles(client: Client, hub: HubId) -> bool {
    client.model.with_untracked(|model| {
        model.hubs.get(hub).is_some_and(|view| view.roles.iter().any(|role| role.choosable))
    })
}

pub fn leave(hub: HubId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    let owned = client.model.with_untracked(|model| model.my_id()) == Some(view.owner);
    let label = if owned { words::DELETE_HUB } else { words::LEAVE_HUB };
    confirm(words::leave_title(&view.name, owned), words::leave_hint(owned), label, move || {
        client.leave_hub(hub)
    })
}

pub fn hand_over(hub: HubId, heir: &User) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    let name = &heir.display_name;
    let (title, hint) = (words::hand_over_title(name), words::hand_over_hint(&view.name, name));
    let heir = heir.id;
    confirm(title, hint, words::HAND_OVER, move || client.hand_over(hub, heir))
}
