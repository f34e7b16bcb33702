//! The mark beside a name: a count of mentions, or a dot for something new.

use crate::reactive::Live;
use crate::state::Badge;
use sycamore::prelude::*;

/// Draws a badge. Silent: the link it is in says the numbers.
pub fn badge(badge: ReadSignal<Badge>) -> View {
    view! {
        (Live { now: move || match badge.get() {
            Badge { unread: 0, .. } => View::new(),
            Badge { mentions: 0, .. } => view! { span(class="badge-dot", aria-hidden="true") },
            badge => {
                let count = badge.count();
                view! { span(class="badge-count", aria-hidden="true") { (count) } }
            }
        } })
    }
}
