//! Tells calmly that the connection is not live. It lies over the page, so nothing moves when it comes and goes.

use crate::client::use_client;
use crate::reactive::create_selector;
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
            (if shown.get() { content() } else { View::new() })
        }
    }
}

fn content() -> View {
    let client = use_client();
    view! {
        span(class="connection-pulse", aria-hidden="true")
        span { (text(client.phase.get(), client.online.get(), client.trouble.get())) }
        (match client.phase.get() {
            Phase::Waiting { .. } if client.online.get() => action(words::TRY_NOW, move || client.connect_now()),
            Phase::Stopped => action(words::RELOAD, browser::reload),
            _ => View::new(),
        })
    }
}

fn action(label: &'static str, act: impl Fn() + 'static) -> View {
    view! { button(class="connection-action", r#type="button", on:click=move |_| act()) { (label) } }
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
