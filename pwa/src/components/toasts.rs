//! Short notices at the lower edge, and the offer of a new version.

use super::icon::icon;
use crate::client::{Toast, use_client};
use crate::offline::updates;
use crate::reactive::{Live, handler};
use crate::words;
use sycamore::prelude::*;

/// Draws all notices.
pub fn toasts() -> View {
    let client = use_client();
    view! {
        div(class="toasts", role="status", aria-live="polite") {
            (Live { now: move || if client.update_ready.get() { update_offer() } else { View::new() } })
            Keyed(list=client.toasts, key=|toast| toast.id, view=toast)
        }
    }
}

fn toast(toast: Toast) -> View {
    let client = use_client();
    let class = if toast.is_error { "toast toast-error" } else { "toast" };
    let symbol = icon(if toast.is_error { "warning" } else { "check" });
    let close = icon("close");
    let offer = match toast.offer {
        Some(offer) => view! {
            button(class="button button-small", r#type="button", data-testid="undo", on:click=handler(move |_| {
                (offer.act)();
                client.dismiss(toast.id);
            })) { (offer.label) }
        },
        None => View::new(),
    };
    view! {
        div(class=class) {
            (symbol)
            span { (toast.text) }
            (offer)
            button(class="icon-button", r#type="button", aria-label=words::DISMISS, on:click=handler(move |_| client.dismiss(toast.id))) { (close) }
        }
    }
}

fn update_offer() -> View {
    view! {
        div(class="toast") {
            span { (words::UPDATE_READY) }
            button(class="button button-small", r#type="button", data-testid="update", on:click=handler(|_| updates::take())) { (words::UPDATE_NOW) }
        }
    }
}
