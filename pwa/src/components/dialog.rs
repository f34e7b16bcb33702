//! A modal dialog: a sheet from below on phones; on larger screens a card, and a menu beside what opened it. Focus, Escape
//! and the rest of the page being out of reach come with `<dialog>`; what closes it there (Escape, "back" on Android)
//! closes the panel.

use super::icon::icon;
use super::{beside, swiping};
use crate::client::{Client, use_client};
use crate::reactive::handler;
use crate::{browser, words};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

/// Draws a dialog with a title.
pub fn dialog(title: String, content: View) -> View {
    titled("dialog", title, content)
}

/// Draws what can be done with something. Beside it the title would say again what is seen: it is read, not shown.
pub fn menu(title: String, content: View) -> View {
    titled("dialog menu beside", title, content)
}

fn titled(class: &'static str, title: String, content: View) -> View {
    let client = use_client();
    let close = icon("close");
    let label = title.clone();
    let head = view! {
        header(class="dialog-header") {
            h2 { (title) }
            button(class="icon-button", r#type="button", aria-label=words::CLOSE, on:click=handler(move |_| client.close())) { (close) }
        }
    };
    frame(class, label, View::from(vec![head, content]))
}

/// Draws a dialog that brings its own head. With the class `beside` it stands beside what opened it, with `aside` too to
/// the left or right of it.
pub fn frame(class: &'static str, label: String, content: View) -> View {
    let client = use_client();
    let view = view! {
        dialog(class=class, aria-label=label,
            on:close=handler(move |event: web_sys::Event| {
                // Told late: a dialog that is gone by then closes nothing.
                if is_connected(&event) {
                    client.close();
                }
            }),
            on:click=handler(move |event: web_sys::MouseEvent| {
                if is_backdrop(&event) {
                    client.close();
                }
            })) {
            div(class="dialog-card") {
                span(class="dialog-grip", aria-hidden="true")
                (content)
            }
        }
    };
    if let Some(element) = browser::element_of::<HtmlDialogElement>(&view) {
        on_cleanup(beside::forget);
        browser::soon(move || show(client, &element));
    }
    view
}

fn show(client: Client, dialog: &HtmlDialogElement) {
    if !dialog.is_connected() {
        return;
    }
    let _ = dialog.show_modal();
    browser::listen(dialog, "cancel", move |event| {
        // Where nobody has touched anything yet, browsers close it at once and tell so then.
        if event.cancelable() {
            event.prevent_default();
            client.close();
        }
    });
    browser::focus("dialog[open] [data-focus], dialog[open] :is(input, textarea)");
    if dialog.class_list().contains("beside") && !browser::has_sheets() {
        beside::put(dialog);
        browser::focus("dialog[open].menu [role=menuitem]");
    }
    for handle in [".dialog-grip", ".dialog-header"] {
        let head: Option<Element> = dialog.query_selector(handle).ok().flatten();
        if let Some(head) = head {
            swiping::sheet(client, &head, dialog.unchecked_ref::<HtmlElement>());
        }
    }
}

fn is_connected(event: &web_sys::Event) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|it| it.is_connected())
}

/// The card covers the dialog's box: a click on the box itself came from around it.
fn is_backdrop(event: &web_sys::MouseEvent) -> bool {
    event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok()).is_some()
}
