//! What stands in the place of the list until this device takes part, and the recovery code.

use super::about::promises;
use crate::client::{Client, DmOrder};
use crate::reactive::{Live, create_selector, handler};
use crate::state::{DmStanding, OwnDevice};
use crate::words::{self as all, dms as words};
use sycamore::prelude::*;

/// What went wrong with what the person wanted.
pub fn problem(client: Client) -> View {
    let problem = create_selector(move || client.model.with(|model| model.dms.problem.clone()));
    view! {
        (Live { now: move || match problem.get_clone() {
            Some(problem) => view! { p(class="field-problem", role="alert") { (problem) } },
            None => View::new(),
        } })
    }
}

/// It is being found out.
pub fn loading() -> View {
    view! { div(class="input skeleton-line", role="status", aria-label=all::LOADING) }
}

/// How far this device has come, and what to do.
pub fn standing(client: Client, standing: DmStanding) -> View {
    match standing {
        DmStanding::Unknown | DmStanding::Active => loading(),
        DmStanding::Incapable => says(words::INCAPABLE_TITLE, words::INCAPABLE),
        DmStanding::Removed => says(words::REMOVED_TITLE, words::REMOVED),
        DmStanding::Entering => says(all::MESSAGES, words::ENTERING),
        DmStanding::New => welcome(client),
        DmStanding::Apart => apart(client),
    }
}

fn says(title: &'static str, text: &'static str) -> View {
    view! {
        section(class="panel") {
            h2 { (title) }
            p { (text) }
        }
    }
}

fn busy(client: Client) -> ReadSignal<bool> {
    create_selector(move || client.model.with(|model| model.dms.is_busy))
}

fn welcome(client: Client) -> View {
    let (is_busy, promises) = (busy(client), promises());
    view! {
        section(class="panel") {
            h2 { (words::WELCOME_TITLE) }
            p { (words::WELCOME) }
            button(class="button button-wide", r#type="button", data-testid="dm-begin", disabled=move || is_busy.get(),
                on:click=handler(move |_| client.orders(DmOrder::Begin))) {
                (Live { now: move || if is_busy.get() { words::BUSY } else { words::BEGIN } })
            }
        }
        (promises)
    }
}

fn apart(client: Client) -> View {
    let (is_busy, typed) = (busy(client), create_signal(String::new()));
    view! {
        section(class="panel") {
            h2 { (words::APART_TITLE) }
            p { (words::APART) }
            form(class="dm-enter", on:submit=handler(move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                client.orders(DmOrder::Recover(typed.get_clone_untracked()));
            })) {
                label(class="field") {
                    span(class="field-label") { (words::CODE) }
                    input(class="input dm-code", r#type="text", autocomplete="off", autocapitalize="characters",
                        data-testid="dm-code-field", bind:value=typed)
                }
                button(class="button button-wide", r#type="submit", data-testid="dm-recover",
                    disabled=move || is_busy.get() || typed.with(|typed| typed.trim().is_empty())) {
                    (Live { now: move || if is_busy.get() { words::BUSY } else { words::ENTER } })
                }
            }
        }
    }
}

/// The code, shown once.
pub fn code(client: Client, code: String) -> View {
    let copied = code.clone();
    view! {
        section(class="panel", data-testid="dm-code-shown") {
            h2 { (words::CODE_TITLE) }
            p { (words::CODE_WHY) }
            p(class="dm-code", data-testid="dm-code") { (code) }
            div(class="dm-answers") {
                button(class="button", r#type="button", data-testid="dm-code-kept", on:click=handler(move |_| {
                    client.model.update(|model| model.dms.code = None);
                })) { (words::CODE_KEPT) }
                button(class="button button-quiet", r#type="button", on:click=handler(move |_| client.copy(&copied))) { (words::CODE_COPY) }
            }
        }
    }
}

/// Which devices read along. Others than this one can be let go.
pub fn devices(client: Client) -> View {
    let devices = create_selector(move || client.model.with(|model| model.dms.devices.clone()));
    view! {
        (Live { now: move || {
            let devices = devices.get_clone();
            if devices.is_empty() {
                return View::new();
            }
            let rows: Vec<View> = devices.into_iter().map(|one| own_device(client, one)).collect();
            view! {
                section(class="panel") {
                    h2 { (words::DEVICES_TITLE) }
                    p(class="hint") { (words::LET_GO_HOW) }
                    ul(class="dm-devices") { (rows) }
                }
            }
        } })
    }
}

fn own_device(client: Client, device: OwnDevice) -> View {
    let name = if device.is_this { words::THIS_DEVICE } else { words::OTHER_DEVICE };
    let (short, id) = (device.id.chars().take(8).collect::<String>(), device.id.clone());
    let goes = match device.is_this {
        true => View::new(),
        false => view! {
            button(class="button button-small button-quiet", r#type="button", data-testid="dm-let-go", on:click=handler(move |_| client.orders(DmOrder::LetGo(id.clone())))) { (words::LET_GO) }
        },
    };
    view! {
        li {
            span { (name) " " span(class="hint") { (short) } }
            (goes)
        }
    }
}

/// Who has none is asked to make one.
pub fn no_code(client: Client) -> View {
    view! {
        section(class="panel") {
            p { (words::NO_CODE) }
            button(class="button button-small", r#type="button", data-testid="dm-make-code", on:click=handler(move |_| client.orders(DmOrder::MakeCode))) { (words::MAKE_CODE) }
        }
    }
}
