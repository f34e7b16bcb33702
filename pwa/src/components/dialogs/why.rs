//! What somebody may do in a channel, or in a hub as a whole, and why: the server explains, and here it is told in words.

use crate::client::panel::Governing;
use crate::client::{Client, use_client};
use crate::components::dialog::dialog;
use crate::components::more_icons::icon;
use crate::reactive::{Live, handler};
use crate::words::permissions as words;
use hubbub_shared::model::User;
use hubbub_shared::permissions::Permission;
use hubbub_shared::permissions::resolve::{Explanation, Step};
use hubbub_shared::{ChannelId, HubId, Permissions, Problem};
use sycamore::prelude::*;

/// Draws it of a channel, about oneself or about a member.
pub fn why(channel: ChannelId, about: Option<&User>) -> View {
    let client = use_client();
    let hub = client.model.with_untracked(|model| model.hubs.hub_of(channel));
    let Some(hub) = hub else { return View::new() };
    let title =
        about.map_or_else(|| words::WHY_TITLE.to_owned(), |user| words::why_title_of(&user.display_name));
    explained(client, hub, Some(channel), about, title)
}

/// Draws it of a hub as a whole, about oneself.
pub fn why_in_hub(hub: HubId) -> View {
    explained(use_client(), hub, None, None, words::WHY_TITLE_IN_HUB.to_owned())
}

fn explained(
    client: Client,
    hub: HubId,
    channel: Option<ChannelId>,
    about: Option<&User>,
    title: String,
) -> View {
    let told = create_signal(None::<Result<Explanation, Problem>>);
    client.explain(hub, channel, about.map(|user| user.id), move |answer| {
        if told.is_alive() {
            told.set(Some(answer));
        }
    });
    // What counts in the hub as a whole is not said of a channel.
    let further = match channel.is_some() && about.is_none() {
        true => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| client.open(Governing::WhyInHub(hub)))) { (words::WHY_TITLE_IN_HUB) }
        },
        false => View::new(),
    };
    let body = view! {
        div(class="dialog-body") {
            (Live { now: move || match told.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=crate::words::LOADING) },
                Some(Err(problem)) => view! { p(class="field-problem", role="alert") { (problem.message) } },
                Some(Ok(explanation)) => reasons(client, hub, channel.is_none(), &explanation),
            } })
            (further)
        }
    };
    dialog(title, body)
}

/// What is asked for in the hub alone, or in a channel. Writing first: that is what people ask about.
fn reasons(client: Client, hub: HubId, of_hub: bool, explanation: &Explanation) -> View {
    let all = Permissions::TABLE.iter().filter(|row| Permissions::OF_HUB.contains(row.bit) == of_hub);
    let (writing, others): (Vec<_>, Vec<_>) = all.partition(|row| row.bit == Permissions::SEND);
    let rows: Vec<View> =
        writing.into_iter().chain(others).map(|row| reason(client, hub, explanation, row)).collect();
    view! { ul(class="reasons") { (rows) } }
}

fn reason(client: Client, hub: HubId, explanation: &Explanation, permission: &Permission) -> View {
    let has = explanation.permissions.contains(permission.bit);
    // The last step that names a permission decided it.
    let decided =
        explanation.steps.iter().rev().find(|step| (step.granted | step.taken).contains(permission.bit));
    let why = decided.map_or_else(
        || words::NEVER_GIVEN.to_owned(),
        |step| {
            words::step(
                step.step,
                role_name(client, hub, step.step).as_deref(),
                step.granted.contains(permission.bit),
            )
        },
    );
    let (title, symbol) = (words::title(permission), icon(if has { "check" } else { "close" }));
    view! {
        li(class="reason", data-has=has.then_some("true")) {
            (symbol)
            span(class="card-text") {
                strong { (title) span(class="unseen") { (if has { words::COMES_TO_YES } else { words::COMES_TO_NO }) } }
                span(class="hint") { (why) }
            }
        }
    }
}

fn role_name(client: Client, hub: HubId, step: Step) -> Option<String> {
    let Step::Role(id) = step else { return None };
    client.model.with_untracked(|model| {
        model.hubs.get(hub)?.roles.iter().find(|role| role.id == id).map(|role| role.name.clone())
    })
}
