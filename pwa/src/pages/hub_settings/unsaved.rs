//! The bar that says that something is changed and not saved, and saves it or drops it.

use crate::reactive::{Live, handler};
use crate::words::SAVE;
use crate::words::roles as words;
use sycamore::prelude::*;

/// Draws the bar while there is something to save.
pub fn unsaved(
    is_changed: ReadSignal<bool>,
    is_busy: Signal<bool>,
    save: impl Fn() + Copy + 'static,
    discard: impl Fn() + Copy + 'static,
) -> View {
    view! {
        (Live { now: move || if is_changed.get() {
            view! {
                div(class="unsaved", role="region", aria-label=words::UNSAVED_CHANGES) {
                    span(class="card-text", role="status") {
                        strong { (words::UNSAVED_CHANGES) }
                        span(class="hint") { (words::KEPT) }
                    }
                    button(class="button button-quiet", r#type="button", disabled=move || is_busy.get(), on:click=handler(move |_| discard())) { (words::DISCARD) }
                    button(class="button", r#type="button", data-testid="save", disabled=move || is_busy.get(), on:click=handler(move |_| save())) { (SAVE) }
                }
            }
        } else {
            View::new()
        } })
    }
}
