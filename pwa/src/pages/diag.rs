//! What this device can do and how it is doing: to be read, and to be sent to somebody who can help. Works for
//! strangers and without a network.

use crate::client::use_client;
use crate::components::more_icons::icon;
use crate::diagnosis::{self, Section};
use crate::reactive::{Live, handler};
use crate::words::{self, diag};
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Draws the page.
pub fn diag() -> View {
    let client = use_client();
    let sections = create_signal(Vec::<Section>::new());
    let done = create_signal(false);
    spawn_local(async move {
        diagnosis::find_out(client, move |section| {
            if sections.is_alive() {
                sections.update(|sections| sections.push(section));
            }
        })
        .await;
        if done.is_alive() {
            done.set(true);
        }
    });
    let (back, copy) = (icon("back"), icon("copy"));
    view! {
        main(class="page diag", id="main") {
            header(class="bar") {
                a(class="icon-button bar-back", data-link="", href="/settings", aria-label=words::BACK) { (back) }
                h1(class="bar-title") { (diag::TITLE) }
            }
            div(class="page-content") {
                p(class="hint") { (diag::HINT) }
                button(class="button button-wide", r#type="button", data-testid="copy-diagnosis", disabled=move || !done.get(),
                    on:click=handler(move |_| client.copy(&sections.with(|sections| diagnosis::as_text(sections))))) {
                    (copy)
                    (Live { now: move || if done.get() { diag::COPY } else { diag::LOOKING } })
                }
                Indexed(list=sections, view=section)
            }
        }
    }
}

fn section(section: Section) -> View {
    let facts: Vec<View> = section
        .facts
        .into_iter()
        .map(|(name, value)| view! { div(class="fact") { dt { (name) } dd { (value) } } })
        .collect();
    view! {
        section(class="panel diag-section", aria-label=section.title) {
            h2 { (section.title) }
            dl { (facts) }
        }
    }
}
