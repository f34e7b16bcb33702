//! An address that leads nowhere.

use crate::components::empty::empty;
use crate::words;
use sycamore::prelude::*;

/// Draws the page.
pub fn not_found() -> View {
    let hint = empty("link", words::NOT_FOUND_TITLE, words::NOT_FOUND);
    view! {
        div(class="page page-center") {
            (hint)
            a(class="button", data-link="", href="/") { (words::HOME) }
        }
    }
}
