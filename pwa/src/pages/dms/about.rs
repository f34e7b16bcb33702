//! What is protected in encrypted conversations, and what is not, for people.

use crate::client::Client;
use crate::components::icon::icon;
use crate::words::{self as all, dms as words};
use sycamore::prelude::*;

/// Draws the page.
pub fn about(_: Client) -> View {
    let (arrow, promises) = (icon("back"), promises());
    view! {
        div(class="page settings") {
            header(class="bar") {
                a(class="icon-button bar-back", data-link="", href="/dm", aria-label=words::BACK) { (arrow) }
                h1(class="bar-title") { (all::MESSAGES) }
            }
            div(class="page-content") {
                section(class="panel") {
                    h2 { (words::WELCOME_TITLE) }
                    p { (words::WELCOME) }
                }
                (promises)
            }
        }
    }
}

/// What is protected, what is not, and that it is beta.
pub fn promises() -> View {
    let protected = points(words::PROTECTED_TITLE, &words::PROTECTED);
    let open = points(words::NOT_PROTECTED_TITLE, &words::NOT_PROTECTED);
    let beta = points(words::BETA_TITLE, &words::BETA_MEANS);
    view! {
        (protected)
        (open)
        (beta)
    }
}

fn points(title: &'static str, points: &'static [&'static str]) -> View {
    let points: Vec<View> = points.iter().map(|point| view! { li { (*point) } }).collect();
    view! {
        section(class="panel") {
            h2 { (title) }
            ul(class="dm-points") { (points) }
        }
    }
}
