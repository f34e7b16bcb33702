//! The dialog that is open, if any: when it comes and goes, and where the focus is afterwards.

use super::beside;
use super::later::later_dialog;
use crate::browser;
use crate::client::panel::{Dialog, Panel};
use crate::client::{Client, use_client};
use crate::reactive::{Live, create_effect};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

/// How long a dialog takes to go, as in `styles/`.
const LEAVING_MS: i32 = 180;

/// Draws the dialog that is open.
pub fn overlay() -> View {
    let client = use_client();
    let shown = create_signal(None);
    beside::watch();
    create_effect(move || follow(client, shown));
    view! {
        (Live { now: move || match shown.get_clone() {
            None => View::new(),
            Some(dialog) => later_dialog(dialog),
        } })
    }
}

fn dialog_of(panel: Option<Panel>) -> Option<Dialog> {
    match panel {
        Some(Panel::Dialog(dialog)) => Some(dialog),
        _ => None,
    }
}

/// What is shown follows what is open. The last dialog is shown while it goes; then the focus returns to where it was.
fn follow(client: Client, shown: Signal<Option<Dialog>>) {
    thread_local! {
        static OPENER: std::cell::RefCell<Option<HtmlElement>> = const { std::cell::RefCell::new(None) };
    }
    let open = dialog_of(client.panel.get_clone());
    let before = shown.get_clone_untracked();
    if open == before {
        return;
    }
    if before.is_none() {
        OPENER.set(browser::focused());
    }
    if open.is_some() {
        return shown.set(open);
    }
    let Some(dialog) = browser::find("dialog[open]") else { return shown.set(None) };
    let _ = dialog.set_attribute("data-leaving", "");
    browser::later(LEAVING_MS, move || {
        if dialog_of(client.panel.get_clone_untracked()) == shown.get_clone_untracked() {
            let _ = dialog.remove_attribute("data-leaving");
            return;
        }
        if client.panel.with_untracked(Option::is_none) {
            if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>() {
                dialog.close();
            }
            shown.set(None);
            browser::focus_again(OPENER.take());
        }
    });
}
