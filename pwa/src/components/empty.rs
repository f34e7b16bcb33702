//! What an empty place says: what it is, and what to do next.

use super::icon::{icon, logo};
use sycamore::prelude::*;

/// A quiet hint in the middle of a place.
pub fn empty(symbol: &'static str, title: &'static str, text: &'static str) -> View {
    let symbol = match symbol {
        "logo" => logo("logo empty-logo"),
        name => {
            let drawn = icon(name);
            view! { span(class="empty-icon") { (drawn) } }
        }
    };
    view! {
        div(class="empty") {
            (symbol)
            h2 { (title) }
            p { (text) }
        }
    }
}
