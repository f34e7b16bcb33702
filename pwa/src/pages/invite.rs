//! Where an invite leads, before joining; for strangers too.

use crate::client::{Client, use_client};
use crate::components::avatar::{hub_avatar, hue};
use crate::components::empty::empty;
use crate::components::icon::logo;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Phase, Route, escape};
use crate::{browser, words};
use hubbub_shared::model::InvitePreview;
use hubbub_shared::{ErrorCode, Problem};
use sycamore::prelude::*;

/// Draws the page.
pub fn invite(code: String) -> View {
    let client = use_client();
    let preview = create_signal(None::<Result<InvitePreview, Problem>>);
    client.look_at_invite(code, move |answer| {
        if preview.is_alive() {
            preview.set(Some(answer));
        }
    });
    let mark = logo("logo");
    view! {
        main(class="welcome", id="main") {
            div(class="welcome-card") {
                a(class="wordmark", data-link="", href="/") { (mark) (words::APP) }
                (Live { now: move || match preview.get_clone() {
                    None => view! { div(class="skeleton-invite", role="status", aria-label=words::LOADING) { span() span() span() } },
                    Some(Ok(preview)) => card(client, preview),
                    Some(Err(problem)) => over(&problem),
                } })
            }
        }
    }
}

fn card(client: Client, preview: InvitePreview) -> View {
    let picture = hub_avatar(preview.hub.0, &preview.hub_name, preview.icon.as_deref(), "avatar-huge");
    let hue = hue(preview.hub.0).to_string();
    let (code, hub) = (preview.code, preview.hub);
    let joined = preview.joined;
    let about = match preview.description {
        about if about.is_empty() => View::new(),
        about => view! { p(class="invite-about") { (about) } },
    };
    let counts = words::member_counts(preview.members, preview.online);
    let problem = create_signal(None::<Problem>);
    let busy = create_signal(false);
    let signed_out = create_selector(move || client.phase.get() == Phase::SignedOut);
    let accept = move |_| match (signed_out.get_untracked(), joined) {
        (true, _) => browser::go(&format!("/auth/login?next={}", escape(&format!("/invite/{code}")))),
        (false, true) => client.replace(Route::Hub(hub)),
        (false, false) => {
            busy.set(true);
            client.join_hub(code.clone(), move |what| {
                if busy.is_alive() {
                    busy.set(false);
                    problem.set(Some(words::invite_problem(what)));
                }
            });
        }
    };
    let by = words::invited_by(&preview.inviter);
    view! {
        div(class="invite-card") {
            div(class="invite-banner", data-hue=hue)
            (picture)
            p(class="hint") { bdi { (by) } }
            h1 { bdi { (preview.hub_name) } }
            (about)
            p(class="invite-counts") { span(class="presence presence-online", aria-hidden="true") (counts) }
            button(class="button button-wide", r#type="button", data-testid="accept-invite", disabled=move || busy.get(), on:click=accept) {
                (Live { now: move || match (signed_out.get(), joined) {
                    (true, _) => words::SIGN_IN_TO_JOIN,
                    (false, true) => words::OPEN_HUB,
                    (false, false) => words::ACCEPT_INVITE,
                } })
            }
            (Live { now: move || if joined { view! { p(class="hint") { (words::ALREADY_MEMBER) } } } else { View::new() } })
            p(class="field-problem", role="alert") { (Live { now: move || problem.with(|it| it.as_ref().map(|it| it.message.clone()).unwrap_or_default()) }) }
        }
    }
}

/// What is wrong with it decides what helps.
fn over(problem: &Problem) -> View {
    let (symbol, title, text) = match problem.code {
        ErrorCode::InviteExpired => ("clock", words::INVITE_GONE_TITLE, words::INVITE_GONE),
        ErrorCode::NotFound => ("link", words::INVITE_UNKNOWN_TITLE, words::INVITE_UNKNOWN),
        _ => ("warning", words::INVITE_UNREACHABLE_TITLE, words::NO_CONNECTION),
    };
    let hint = empty(symbol, title, text);
    let again = match symbol {
        "warning" => {
            view! { button(class="button", r#type="button", on:click=handler(|_| browser::reload())) { (words::TRY_AGAIN) } }
        }
        _ => View::new(),
    };
    view! {
        div(class="invite-card") {
            (hint)
            (again)
            a(class="button button-quiet button-wide", data-link="", href="/") { (words::TO_HUBBUB) }
        }
    }
}
