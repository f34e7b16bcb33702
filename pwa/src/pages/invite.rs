//! Where an invite leads, before joining; for strangers too.

use crate::client::{Client, use_client};
use crate::components::avatar::{hub_avatar, hue};
use crate::components::empty::empty;
use crate::components::icon::logo;
use crate::reactive::{Live, create_effect, create_selector, handler};
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
    let signed_out = create_selector(move || client.phase.get() == Phase::SignedOut);
    let joining = Joining::new(client, code.clone());
    let accept = move |_| match (signed_out.get_untracked(), joined) {
        (true, _) => browser::go(&format!("/auth/login?next={}", escape(&format!("/invite/{code}")))),
        (false, true) => client.replace(Route::Hub(hub)),
        (false, false) => joining.wanted.set(true),
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
            button(class="button button-wide", r#type="button", data-testid="accept-invite", disabled=move || joining.wanted.get() && !signed_out.get(), on:click=accept) {
                (Live { now: move || match (signed_out.get(), joined) {
                    (true, _) => words::SIGN_IN_TO_JOIN,
                    (false, true) => words::OPEN_HUB,
                    (false, false) => words::ACCEPT_INVITE,
                } })
            }
            (Live { now: move || if joined { view! { p(class="hint") { (words::ALREADY_MEMBER) } } } else { View::new() } })
            p(class="hint", role="status") { (Live { now: move || if joining.waits() && !signed_out.get() { words::JOINS_ONCE_CONNECTED } else { "" } }) }
            p(class="field-problem", role="alert") { (Live { now: move || joining.problem.get_clone().unwrap_or_default() }) }
        }
    }
}

/// Whether somebody who tapped is in, or why not. Copies are the same.
#[derive(Clone, Copy)]
struct Joining {
    /// From the tap until the answer: also while there is no connection yet.
    wanted: Signal<bool>,
    connected: ReadSignal<bool>,
    problem: Signal<Option<String>>,
}

impl Joining {
    /// Joins when it is wanted and there is a connection.
    fn new(client: Client, code: String) -> Self {
        let connected = create_selector(move || client.phase.get() == Phase::Ready && !client.is_cut_off());
        let joining = Self { wanted: create_signal(false), connected, problem: create_signal(None) };
        create_effect(move || {
            if joining.wanted.get() && connected.get() {
                client.join_hub(code.clone(), move |what| joining.fails(what));
            }
        });
        joining
    }

    fn waits(self) -> bool {
        self.wanted.get() && !self.connected.get()
    }

    fn fails(self, what: Problem) {
        if self.wanted.is_alive() {
            self.problem.set(Some(words::invite_problem(what).message));
            self.wanted.set(false);
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
