//! What keys do, and how to install the app.

use crate::client::use_client;
use crate::components::dialog::dialog;
use crate::components::more_icons::icon;
use crate::offline::install::{self, Way};
use crate::reactive::handler;
use crate::words;
use sycamore::prelude::*;

pub fn shortcuts() -> View {
    let rows: Vec<View> = words::SHORTCUTS
        .into_iter()
        .map(|(keys, what)| {
            let keys: Vec<View> =
                keys.split(' ').map(words::key).map(|key| view! { kbd { (key) } }).collect();
            view! { div(class="shortcut") { dt { (what) } dd { (keys) } } }
        })
        .collect();
    dialog(words::SHORTCUTS_TITLE.to_owned(), view! { dl(class="shortcuts") { (rows) } })
}

pub fn install() -> View {
    let client = use_client();
    let steps: &[(&str, &str)] = match install::way() {
        Way::Installed => &[("check", words::INSTALLED)],
        Way::Prompt => &[("install", words::INSTALL_PROMPT)],
        Way::Ios => &words::INSTALL_IOS,
        Way::Mac => &words::INSTALL_MAC,
        Way::AndroidMenu => &words::INSTALL_ANDROID,
        Way::Elsewhere => &words::INSTALL_ELSEWHERE,
    };
    let steps: Vec<View> = steps
        .iter()
        .map(|(symbol, text)| {
            let symbol = icon(symbol);
            view! { li { span(class="step-symbol") { (symbol) } span { (*text) } } }
        })
        .collect();
    let asks = install::way() == Way::Prompt;
    let label = if asks { words::INSTALL } else { words::GOT_IT };
    let body = view! {
        div(class="dialog-body") {
            p(class="hint") { (words::INSTALL_WHY) }
            ol(class="steps") { (steps) }
            button(class="button button-wide", r#type="button", data-focus="", on:click=handler(move |_| {
                if asks {
                    install::ask();
                }
                client.close();
            })) { (label) }
        }
    };
    dialog(words::INSTALL_TITLE.to_owned(), body)
}
