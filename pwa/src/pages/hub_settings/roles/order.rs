//! Moving a role up and down by its handle, with a finger or the mouse. Until it is let go, things only look moved: the
//! list is as it was, so nothing is lost when the pointer is.

use crate::browser;
use crate::state::dropped_at;
use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

/// A row that is being moved.
struct Held {
    row: HtmlElement,
    from: usize,
    to: usize,
    start: f64,
    height: f64,
}

/// Listens to the handles of a list. `moved` is told from which place to which a row went.
pub fn drag(
    list: &View,
    moved: impl Fn(usize, usize) + 'static,
    places: impl Fn() -> RangeInclusive<usize> + 'static,
) {
    let Some(list) = browser::element_of::<HtmlElement>(list) else { return };
    let (held, moved, places) = (Rc::new(RefCell::new(None)), Rc::new(moved), Rc::new(places));
    for name in ["pointerdown", "pointermove", "pointerup", "pointercancel"] {
        let (held, moved, places, list_now) =
            (Rc::clone(&held), Rc::clone(&moved), Rc::clone(&places), list.clone());
        browser::listen(&list, name, move |event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
            match name {
                "pointerdown" => *held.borrow_mut() = begin(&list_now, event),
                "pointermove" => {
                    if let Some(held) = held.borrow_mut().as_mut() {
                        go_on(&list_now, held, f64::from(event.client_y()), &places());
                    }
                }
                _ => {
                    let Some(held) = held.borrow_mut().take() else { return };
                    end(&list_now, &held);
                    if name == "pointerup" && held.from != held.to {
                        moved(held.from, held.to);
                    }
                }
            }
        });
    }
}

fn rows(list: &HtmlElement) -> Vec<HtmlElement> {
    let children = list.children();
    (0..children.length()).filter_map(|place| children.item(place)?.dyn_into().ok()).collect()
}

fn begin(list: &HtmlElement, event: &PointerEvent) -> Option<Held> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let handle = target.closest("button.role-handle").ok().flatten()?;
    let row = handle.closest("li").ok().flatten()?.dyn_into::<HtmlElement>().ok()?;
    let from = rows(list).iter().position(|one| *one == row)?;
    let _ = list.set_pointer_capture(event.pointer_id());
    let _ = row.set_attribute("data-held", "");
    browser::tick();
    let height = row.get_bounding_client_rect().height();
    Some(Held { row, from, to: from, start: f64::from(event.client_y()), height })
}

fn go_on(list: &HtmlElement, held: &mut Held, y: f64, places: &RangeInclusive<usize>) {
    let moved = y - held.start;
    let _ = held.row.style().set_property("--moved", &browser::decimal(moved, "px"));
    let to = dropped_at(held.from, moved, held.height, places);
    if to != held.to {
        browser::tick();
    }
    held.to = to;
    for (place, row) in rows(list).iter().enumerate() {
        let side = if held.from < place && place <= to {
            "up"
        } else if to <= place && place < held.from {
            "down"
        } else {
            ""
        };
        let _ = row.set_attribute("data-makes-room", side);
    }
}

fn end(list: &HtmlElement, held: &Held) {
    let _ = held.row.remove_attribute("data-held");
    let _ = held.row.style().remove_property("--moved");
    for row in rows(list) {
        let _ = row.remove_attribute("data-makes-room");
    }
}
