//! A switch with words about it.

use crate::browser;
use crate::reactive::handler;
use sycamore::prelude::*;

/// Something that is yes or no, with what it means.
pub(super) fn switch(
    (title, hint): (String, String),
    (is_on, is_shut): (bool, bool),
    set: impl Fn(bool) + 'static,
) -> View {
    view! {
        label(class="switch") {
            span(class="card-text") {
                strong { (title) }
                span(class="hint") { (hint) }
            }
            input(r#type="checkbox", role="switch", checked=is_on, disabled=is_shut, on:change=handler(move |event: web_sys::Event| {
                set(browser::is_checked(&event));
            }))
        }
    }
}
