//! A modal dialog: a sheet from below on phones, a card on larger screens. Focus, Escape and the rest of the page
//! being out of reach come with `<dialog>`; what closes it there (Escape, "back" on Android) closes the panel.

use super::icon::icon;
use crate::client::use_client;
use crate::{browser, words};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Draws a dialog with a title.
pub fn dialog(title: String, content: View) -> View {
    let client = use_client();
    let close = icon("close");
    let label = title.clone();
    let view = view! {
        dialog(class="dialog", aria-label=label, on:close=move |_: web_sys::Event| client.close(), on:click=move |event: web_sys::MouseEvent| {
            if is_backdrop(&event) {
                client.close();
            }
        }) {
            div(class="dialog-card") {
                header(class="dialog-header") {
                    h2 { (title) }
                    button(class="icon-button", r#type="button", aria-label=words::CLOSE, on:click=move |_| client.close()) { (close) }
                }
                (content)
            }
        }
    };
    let element = view.as_web_sys().first().cloned();
    browser::soon(move || {
        if let Some(dialog) = element
            .and_then(|element| element.dyn_into::<HtmlDialogElement>().ok())
            .filter(|it| it.is_connected())
        {
            let _ = dialog.show_modal();
            browser::focus("dialog[open] [data-focus], dialog[open] input");
        }
    });
    view
}

/// The card covers the dialog's box: a click on the box itself came from around it.
fn is_backdrop(event: &web_sys::MouseEvent) -> bool {
    event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok()).is_some()
}
