//! The layout before anything is known; the same boxes as the skeleton in `index.html`.

use super::empty::empty;
use super::icon::logo;
use crate::client::use_client;
use crate::reactive::{Live, create_selector};
use crate::words;
use sycamore::prelude::*;

/// Draws it. Without a connection nothing comes by itself: then it says what is missing and when it will be here.
pub fn splash() -> View {
    let client = use_client();
    let is_cut_off = create_selector(move || client.is_cut_off());
    view! {
        (Live { now: move || match is_cut_off.get() {
            true => {
                let told = empty("logo", words::OFFLINE_NOW, words::NOTHING_HERE_YET);
                view! { div(class="splash", role="status", data-testid="nothing-here") { (told) } }
            }
            false => {
                let mark = logo("logo splash-logo");
                view! { div(class="splash", role="status", aria-label=words::LOADING) { (mark) } }
            }
        } })
    }
}
