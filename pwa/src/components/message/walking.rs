//! The focus goes from message to message.

use crate::browser;
use hubbub_shared::MessageId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The focus goes from a message to the one beside it.
pub fn step_from(message: MessageId, down: bool) {
    if let Some(row) = browser::find(&format!("[data-id=\"{message}\"]")) {
        step(&row, down);
    }
}

/// The focus goes from a row to the next one, and below the last to the composer.
pub fn step(row: &Element, down: bool) {
    let next = std::iter::successors(Some(row.clone()), |row| {
        if down { row.next_element_sibling() } else { row.previous_element_sibling() }
    });
    match next.skip(1).find(|row| row.class_list().contains("message")) {
        Some(next) => focus(&next),
        None if down => browser::focus("[data-testid=composer]"),
        None => {}
    }
}

fn focus(row: &Element) {
    if let Some(row) = row.dyn_ref::<HtmlElement>() {
        let _ = row.focus();
    }
}

/// From the list itself, arrows lead to the newest message that is on the screen.
pub fn enter_list(list: &KeyboardEvent) {
    let scroller = list.current_target().and_then(|it| it.dyn_into::<Element>().ok());
    if list.target() != list.current_target() || list.key() != "ArrowUp" {
        return;
    }
    let edge = scroller.as_ref().map_or(0.0, |it| it.get_bounding_client_rect().bottom());
    let rows = scroller.and_then(|it| it.query_selector_all(".message").ok());
    let last = rows.and_then(|rows| {
        let mut visible = (0..rows.length()).rev().filter_map(|at| rows.item(at)?.dyn_into::<Element>().ok());
        visible.find(|row| row.get_bounding_client_rect().top() < edge)
    });
    if let Some(last) = last {
        list.prevent_default();
        focus(&last);
    }
}
