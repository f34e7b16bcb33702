//! What the dialogs are made of: lists of actions, and questions before something is taken away.

use crate::client::{Client, Lock, use_client};
use crate::components::dialog::dialog;
use crate::components::more_icons::icon;
use crate::reactive::handler;
use crate::words;
use hubbub_shared::HubId;
use hubbub_shared::model::HubView;
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// A hub as it is now.
pub fn hub_view(client: Client, hub: HubId) -> Option<Rc<HubView>> {
    client.model.with_untracked(|model| model.hubs.get(hub).cloned())
}

/// Stacks actions; arrows lead from one to the next.
pub fn list_of(actions: Vec<View>) -> View {
    view! {
        div(class="actions", role="menu", on:keydown=handler(|event: KeyboardEvent| {
            if let Some(next) = step(&event) {
                event.prevent_default();
                let _ = next.focus();
            }
        })) { (actions) }
    }
}

/// Where a key leads from the one of a list that has the focus: around at the ends.
pub fn step(event: &KeyboardEvent) -> Option<HtmlElement> {
    let list = event.current_target()?.dyn_into::<Element>().ok()?;
    let from = event.target()?.dyn_into::<Element>().ok()?;
    let next = match event.key().as_str() {
        "ArrowDown" => from.next_element_sibling().or_else(|| list.first_element_child()),
        "ArrowUp" => from.previous_element_sibling().or_else(|| list.last_element_child()),
        "Home" => list.first_element_child(),
        "End" => list.last_element_child(),
        _ => None,
    };
    next?.dyn_into().ok()
}

/// One thing that can be done.
pub fn action(symbol: &str, label: &'static str, class: &'static str, act: impl Fn() + 'static) -> View {
    let symbol = icon(symbol);
    view! {
        button(class=format!("action {class}"), r#type="button", role="menuitem", on:click=handler(move |_| act())) {
            (symbol)
            span { (label) }
        }
    }
}

/// Locks or unlocks at once: it can be taken back.
pub fn lock(client: Client, label: &'static str, what: Lock, is_locked: bool) -> View {
    action("lock", label, "", move || {
        client.set_lock(what, !is_locked);
        client.close();
    })
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
                button(class="button button-quiet", r#type="button", data-focus="", on:click=handler(move |_| client.close())) { (words::CANCEL) }
                button(class="button button-danger", r#type="button", on:click=handler(move |_| act())) { (label) }
            }
        }
    };
    dialog(title, body)
}
