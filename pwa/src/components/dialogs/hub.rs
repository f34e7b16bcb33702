//! Making, joining, naming and leaving hubs.

use super::form::{Form, line, name_words};
use super::{action, confirm, hub_view, list_of};
use crate::client::{Client, Panel, use_client};
use crate::components::dialog::dialog;
use crate::reactive::create_selector;
use crate::state::invite_code;
use crate::words;
use hubbub_shared::model::User;
use hubbub_shared::text::HubName;
use hubbub_shared::{ErrorCode, HubId, Permissions, Problem};
use sycamore::prelude::*;

pub fn create() -> View {
    let client = use_client();
    naming(
        String::new(),
        words::CREATE_A_HUB,
        words::CREATE_HUB_HINT,
        words::CREATE_HUB,
        move |name, form| {
            client.create_hub(name, form.failed());
        },
    )
}

pub fn rename(hub: HubId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    naming(view.name.clone(), words::RENAME_HUB, "", words::SAVE, move |name, form| {
        client.rename_hub(hub, name, form.failed());
    })
}

fn naming(
    now: String,
    title: &'static str,
    hint: &'static str,
    submit: &'static str,
    mut act: impl FnMut(String, Form) + 'static,
) -> View {
    let form = Form::new();
    let name = create_signal(now);
    let field = line(&form, "hub-name", words::HUB_NAME, words::HUB_NAME_EXAMPLE, name, HubName::MAX_CHARS);
    let body = form.view(hint, field, submit, move |form| {
        let name = name.get_clone_untracked();
        match HubName::parse(&name) {
            Ok(name) => act(name.into(), form),
            Err(problem) => form.failed()(name_words(&name, problem)),
        }
    });
    dialog(title.to_owned(), body)
}

pub fn join() -> View {
    let client = use_client();
    let form = Form::new();
    let code = create_signal(String::new());
    let field = line(&form, "invite-code", words::INVITE_CODE, "https://…/invite/…", code, 200);
    let body = form.view(words::JOIN_HINT, field, words::JOIN_HUB, move |form| {
        match invite_code(&code.get_clone_untracked()) {
            Some(code) => client.join_hub(code, invite_words(form.failed())),
            None => form.failed()(Problem::new(ErrorCode::InvalidInput, words::INVITE_CODE_WRONG)),
        }
    });
    dialog(words::JOIN_A_HUB.to_owned(), body)
}

/// Somebody with an invite in hand is told about invites, not about things in general.
fn invite_words(failed: impl FnOnce(Problem)) -> impl FnOnce(Problem) {
    move |problem| match problem.code {
        ErrorCode::NotFound | ErrorCode::InviteExpired => {
            failed(Problem::new(problem.code, words::INVITE_OVER))
        }
        _ => failed(problem),
    }
}

pub fn actions(hub: HubId) -> View {
    let client = use_client();
    let name = hub_view(client, hub).map(|view| view.name.clone()).unwrap_or_default();
    // What one may do can change while one looks.
    let rights = create_selector(move || {
        client.model.with(|model| {
            model.hubs.get(hub).map(|view| (view.permissions, model.my_id() == Some(view.owner)))
        })
    });
    let body = view! {
        (rights.get().map(|(may, owned)| list_of(offers(client, hub, may, owned))).unwrap_or_default())
    };
    dialog(name, body)
}

fn offers(client: Client, hub: HubId, may: Permissions, owned: bool) -> Vec<View> {
    let (symbol, leave) = if owned { ("trash", words::DELETE_HUB) } else { ("leave", words::LEAVE_HUB) };
    let offers = [
        (Permissions::INVITE, "user-plus", words::INVITE_PEOPLE, "", Panel::Invite(hub)),
        (Permissions::MANAGE_CHANNELS, "hash", words::CREATE_A_CHANNEL, "", Panel::CreateChannel(hub, None)),
        (Permissions::MANAGE_CHANNELS, "folder", words::CREATE_A_CATEGORY, "", Panel::CreateCategory(hub)),
        (Permissions::MANAGE_HUB, "edit", words::RENAME_HUB, "", Panel::RenameHub(hub)),
        (Permissions::NONE, symbol, leave, "action-danger", Panel::LeaveHub(hub)),
    ];
    offers
        .into_iter()
        .filter(|(needed, ..)| may.contains(*needed))
        .map(|(_, symbol, label, class, panel)| {
            action(symbol, label, class, move || client.open(panel.clone()))
        })
        .collect()
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
