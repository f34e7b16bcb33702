//! What the dialogs are made of: lists of actions, and questions before something is taken away.

use crate::client::{Client, use_client};
use crate::components::dialog::dialog;
use crate::components::icon::icon;
use crate::words;
use hubbub_shared::HubId;
use hubbub_shared::model::HubView;
use std::rc::Rc;
use sycamore::prelude::*;

/// A hub as it is now.
pub fn hub_view(client: Client, hub: HubId) -> Option<Rc<HubView>> {
    client.model.with_untracked(|model| model.hubs.get(hub).cloned())
}

/// Stacks actions.
pub fn list_of(actions: Vec<View>) -> View {
    view! { div(class="actions") { (actions) } }
}

/// One thing that can be done.
pub fn action(symbol: &str, label: &'static str, class: &'static str, act: impl Fn() + 'static) -> View {
    let symbol = icon(symbol);
    view! {
        button(class=format!("action {class}"), r#type="button", on:click=move |_| act()) {
            (symbol)
            span { (label) }
        }
    }
}

/// Asks before something is done that cannot be undone; the focus is on leaving it.
pub fn confirm(
    title: String,
    hint: impl Into<String>,
    label: &'static str,
    act: impl Fn() + 'static,
) -> View {
    let client = use_client();
    let hint: String = hint.into();
    let body = view! {
        div(class="dialog-body") {
            p(class="hint") { (hint) }
            div(class="dialog-buttons") {
                button(class="button button-quiet", r#type="button", data-focus="", on:click=move |_| client.close()) { (words::CANCEL) }
                button(class="button button-danger", r#type="button", on:click=move |_| act()) { (label) }
            }
        }
    };
    dialog(title, body)
}
