//! Menus and cards beside what they were opened from, where there is room; on phones they are sheets.

use crate::browser;
use crate::state::{Area, aside, below};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

/// What a menu may hang on.
const HANDLES: &str = "button, a, .message-lead, .message";

/// What was clicked last, or had the focus when a key was pressed; the place, if it was the other button of a mouse.
#[derive(Clone)]
struct Opener {
    element: Element,
    point: Option<(f64, f64)>,
}

thread_local! {
    static LAST: RefCell<Option<Opener>> = const { RefCell::new(None) };
    static OPEN: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Notes what is clicked and where keys are pressed, as long as the app runs.
pub fn watch() {
    let Some(document) = browser::document() else { return };
    for name in ["pointerdown", "keydown"] {
        browser::listen(&document, name, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let element = target.and_then(|target| target.closest(HANDLES).ok().flatten());
            let pointer = event.dyn_ref::<PointerEvent>();
            let point = pointer.filter(|event| event.button() == 2 || event.ctrl_key());
            let point = point.map(|event| (f64::from(event.client_x()), f64::from(event.client_y())));
            // In a menu that is open, the next one belongs to what opened the first.
            if let Some(element) = element.filter(|it| it.closest("dialog").ok().flatten().is_none()) {
                LAST.set(Some(Opener { element, point }));
            }
        });
    }
}

/// Puts a dialog that has just opened beside its opener, which is marked until [`forget`]. Without one that is still
/// there it stays in the middle.
pub fn put(dialog: &HtmlElement) {
    let Some(opener) = LAST.with_borrow(Clone::clone).filter(|opener| opener.element.is_connected()) else {
        return;
    };
    let _ = opener.element.set_attribute("data-open", "");
    if opener.element.has_attribute("aria-haspopup") {
        let _ = opener.element.set_attribute("aria-expanded", "true");
    }
    let size = (f64::from(dialog.offset_width()), f64::from(dialog.offset_height()));
    let place = if dialog.class_list().contains("aside") { aside } else { below };
    let (left, top) = place(opener.area(), size, browser::window_size());
    let style = dialog.style();
    let _ = style.set_property("--left", &browser::decimal(left, "px"));
    let _ = style.set_property("--top", &browser::decimal(top, "px"));
    let _ = dialog.set_attribute("data-beside", "");
    OPEN.set(Some(opener.element));
}

/// The dialog is gone.
pub fn forget() {
    if let Some(opener) = OPEN.take() {
        let _ = opener.remove_attribute("data-open");
        let _ = opener.remove_attribute("aria-expanded");
    }
}

impl Opener {
    fn area(&self) -> Area {
        if let Some((x, y)) = self.point {
            return Area { left: x, top: y, right: x, bottom: y };
        }
        let rect = self.element.get_bounding_client_rect();
        Area { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
    }
}
