//! Something that is on or off, with words about it.

use crate::browser;
use crate::reactive::handler;
use hubbub_shared::Permissions;
use hubbub_shared::permissions::Permission;
use sycamore::prelude::*;

/// Draws what it is and what it means, and `(is_on, is_shut)`: how it stands at first, and whether it stays so.
pub fn switch(
    (label, hint): (String, String),
    (is_on, is_shut): (bool, bool),
    turn: impl FnMut(bool) + 'static,
) -> View {
    let mut turn = turn;
    view! {
        label(class="switch") {
            span(class="card-text") {
                strong { bdi { (label) } }
                span(class="hint") { (hint) }
            }
            input(r#type="checkbox", role="switch", checked=is_on, disabled=is_shut, on:change=handler(move |event: web_sys::Event| turn(browser::is_checked(&event))))
        }
    }
}

/// Draws a permission that is one of the chosen, or not.
pub fn permission_switch(
    permission: &Permission,
    (title, hint): (String, &str),
    is_shut: bool,
    chosen: Signal<Permissions>,
) -> View {
    let bit = permission.bit;
    let is_on = chosen.with_untracked(|chosen| chosen.contains(bit));
    switch((title, hint.to_owned()), (is_on, is_shut), move |is_on| {
        chosen.update(|chosen| *chosen = if is_on { *chosen | bit } else { chosen.without(bit) });
    })
}
