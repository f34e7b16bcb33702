//! Pulling a list down at its top: the list follows the finger a little, and lets go with something done.
//! Touch events, because the browser takes the pointer away when it starts to scroll.

use crate::browser;
use std::cell::Cell;
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, TouchEvent};

/// So far a finger goes before it counts.
const FAR: f64 = 88.0;

/// Calls when the list was pulled down far enough.
pub fn down(list: &View, done: impl Fn() + Copy + 'static) {
    let Some(list) = browser::element_of::<HtmlElement>(list) else { return };
    // Where the finger went down at the top, and how far it is.
    let from = Rc::new(Cell::new(None::<f64>));
    let far = Rc::new(Cell::new(0.0));
    let (start, list_at_start) = (Rc::clone(&from), list.clone());
    browser::listen(&list, "touchstart", move |event| {
        start.set(finger(&event).filter(|_| list_at_start.scroll_top() <= 0));
    });
    let (began, pulled, moving) = (Rc::clone(&from), Rc::clone(&far), list.clone());
    browser::listen(&list, "touchmove", move |event| {
        let (Some(from), Some(now)) = (began.get(), finger(&event)) else { return };
        let by = if moving.scroll_top() > 0 { 0.0 } else { (now - from).max(0.0) };
        if (by >= FAR) != (pulled.get() >= FAR) {
            browser::tick();
        }
        pulled.set(by);
        let _ = moving.style().set_property("--pulled", &browser::decimal((by * 0.4).min(48.0), "px"));
    });
    for name in ["touchend", "touchcancel"] {
        let (from, far, list) = (Rc::clone(&from), Rc::clone(&far), list.clone());
        browser::listen(&list.clone(), name, move |_| {
            let _ = list.style().remove_property("--pulled");
            let pulled = far.replace(0.0);
            if from.take().is_some() && pulled >= FAR && name == "touchend" {
                done();
            }
        });
    }
}

fn finger(event: &web_sys::Event) -> Option<f64> {
    let touches = event.dyn_ref::<TouchEvent>()?.touches();
    touches.get(0).filter(|_| touches.length() == 1).map(|touch| f64::from(touch.client_y()))
}
