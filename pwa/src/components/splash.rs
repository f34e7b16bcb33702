//! The layout before anything is known; the same boxes as the skeleton in `index.html`.

use super::icon::logo;
use crate::words;
use sycamore::prelude::*;

/// Draws it.
pub fn splash() -> View {
    let mark = logo("logo splash-logo");
    view! {
        div(class="splash", role="status", aria-label=words::LOADING) { (mark) }
    }
}
