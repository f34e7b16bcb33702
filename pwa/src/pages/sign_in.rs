//! The way in.

use crate::client::use_client;
use crate::components::icon::{icon, logo};
use crate::reactive::{Live, create_selector};
use crate::state::{Health, Route, escape};
use crate::words;
use hubbub_shared::model::SignInMethod;
use sycamore::prelude::*;

/// Draws the page.
pub fn sign_in() -> View {
    let client = use_client();
    let health = create_signal(None::<Health>);
    client.health(move |told| {
        if health.is_alive() {
            health.set(Some(told));
        }
    });
    let is_elsewhere = create_selector(move || {
        health.with(|health| health.as_ref().is_some_and(|it| it.sign_in != SignInMethod::Local))
    });
    let next = client.route.with_untracked(Route::after_sign_in);
    let mark = logo("logo");
    let points = points();
    view! {
        main(class="welcome", id="main") {
            div(class="welcome-card") {
                (mark)
                h1 { (words::APP) }
                p(class="welcome-tagline") { (words::TAGLINE) }
                (points)
                (Live { now: move || if is_elsewhere.get() { View::new() } else { place_for_notice(health) } })
                a(class="button button-wide", data-testid="sign-in", href=format!("/auth/login?next={}", escape(&next))) {
                    (Live { now: move || label(health) })
                }
            }
        }
    }
}

/// Its place is kept until it is known whether it is needed, so that the button does not jump away from a finger.
fn place_for_notice(health: Signal<Option<Health>>) -> View {
    let notice = local_notice();
    let class = move || if health.with(Option::is_none) { "awaited" } else { "" };
    view! { div(class=class) { (notice) } }
}

fn label(health: Signal<Option<Health>>) -> &'static str {
    match health.with(|health| health.as_ref().map(|it| it.sign_in)) {
        Some(SignInMethod::Local) => words::SIGN_IN_LOCAL,
        Some(SignInMethod::Discord) => words::SIGN_IN_DISCORD,
        Some(SignInMethod::Other) | None => words::SIGN_IN,
    }
}

fn points() -> View {
    let points: Vec<View> = words::SIGN_IN_POINTS
        .into_iter()
        .map(|(symbol, text)| {
            let symbol = icon(symbol);
            view! { li { (symbol) span { (text) } } }
        })
        .collect();
    view! { ul(class="welcome-points") { (points) } }
}

/// Shown wherever somebody might take this server for a safe one.
pub fn local_notice() -> View {
    let symbol = icon("warning");
    view! {
        div(class="notice", role="note") {
            (symbol)
            p { strong { (words::LOCAL_NOTICE_TITLE) ": " } (words::LOCAL_NOTICE) }
        }
    }
}
