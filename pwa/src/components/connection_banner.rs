//! Tells calmly that the connection is not live. In a conversation it is told in the line above the composer, which is
//! always there: nothing is covered. Elsewhere it lies over the page. Nothing moves when it comes and goes.

use crate::client::{Client, use_client};
use crate::reactive::{Live, create_selector, handler};
use crate::state::Phase;
use crate::{browser, words};
use sycamore::prelude::*;

/// Draws the banner; always present, so that the state can be read from it.
pub fn connection_banner() -> View {
    let client = use_client();
    let shown = create_selector(move || client.is_cut_off());
    view! {
        div(class="connection", role="status", data-testid="connection", data-state=move || name(client.phase.get()),
            data-shown=move || shown.get().then_some("true")) {
            (Live { now: move || if shown.get() { banner(client) } else { View::new() } })
        }
    }
}

/// Where the line above the composer says the same, this is only heard.
fn banner(client: Client) -> View {
    let has_line = create_selector(move || client.route.with(|route| route.channel().is_some()));
    view! { (Live { now: move || if has_line.get() { told(client) } else { content(client) } }) }
}

fn told(client: Client) -> View {
    view! { span { (Live { now: move || text(client.phase.get(), client.online.get(), client.trouble.get()) }) } }
}

/// What is the matter, and what can be done about it.
pub fn content(client: Client) -> View {
    let told = told(client);
    view! {
        span(class="connection-pulse", aria-hidden="true")
        (told)
        (Live { now: move || match client.phase.get() {
            Phase::Waiting { .. } if client.online.get() => action(words::TRY_NOW, move || client.connect_now()),
            Phase::Stopped => action(words::RELOAD, browser::reload),
            _ => View::new(),
        } })
    }
}

fn action(label: &'static str, act: impl Fn() + 'static) -> View {
    view! { button(class="connection-action", r#type="button", on:click=handler(move |_| act())) { (label) } }
}

fn text(phase: Phase, online: bool, seconds: Option<i64>) -> String {
    match phase {
        Phase::Stopped => words::STOPPED.to_owned(),
        _ if !online => words::OFFLINE_KEPT.to_owned(),
        Phase::Waiting { .. } => words::retrying_in(seconds.unwrap_or_default()),
        _ => words::RECONNECTING.to_owned(),
    }
}

fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Idle | Phase::Connecting => "connecting",
        Phase::Ready => "ready",
        Phase::Waiting { .. } => "waiting",
        Phase::SignedOut => "signed-out",
        Phase::Stopped => "stopped",
    }
}
