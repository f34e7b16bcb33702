//! What an empty place says: what it is, and what to do next.

use super::icon::{icon, logo};
use sycamore::prelude::*;

/// A quiet hint in the middle of a place.
pub fn empty(symbol: &'static str, title: &'static str, text: &'static str) -> View {
    match symbol {
        "logo" => around(logo("logo empty-logo"), title, text),
        name => hint(icon(name), title, text),
    }
}

/// The same, with an icon that is drawn already.
pub fn hint(symbol: View, title: &'static str, text: &'static str) -> View {
    around(view! { span(class="empty-icon") { (symbol) } }, title, text)
}

fn around(symbol: View, title: &'static str, text: &'static str) -> View {
    view! {
        div(class="empty") {
            (symbol)
            h2 { (title) }
            p { (text) }
        }
    }
}
