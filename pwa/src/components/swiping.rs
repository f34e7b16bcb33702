//! Fingers that pull: a panel from the side, a sheet down. What a movement means is told by `state/swipe.rs`; here it
//! moves things, by a custom property that the styles use.

use crate::browser;
use crate::client::{Client, Panel};
use crate::state::{Moved, Swipe, Touch};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

/// Something that a finger pulls.
struct Pull {
    swipe: Swipe,
    element: HtmlElement,
    /// Pixels from where it is to where it goes, with a sign. Unknown until the direction is.
    way: Option<f64>,
}

type Held = Rc<RefCell<Option<Pull>>>;

/// What a pull needs to know of the thing it moves.
struct Handle<W, D> {
    /// What it moves.
    moves: HtmlElement,
    /// Vertical pulls; otherwise sideways.
    is_vertical: bool,
    /// How far it can go in the direction of the movement; `None`: not that way.
    way: W,
    /// It has gone all the way in this direction.
    done: D,
}

fn touch(event: &PointerEvent, is_vertical: bool) -> Touch {
    let (x, y, at) = (f64::from(event.client_x()), f64::from(event.client_y()), event.time_stamp());
    if is_vertical { Touch { along: y, across: x, at } } else { Touch { along: x, across: y, at } }
}

fn listen<W, D>(element: &Element, handle: Handle<W, D>)
where
    W: Fn(f64) -> Option<f64> + 'static,
    D: Fn(f64) + 'static,
{
    let held = Held::default();
    let handle = Rc::new(handle);
    for name in ["pointerdown", "pointermove", "pointerup", "pointercancel"] {
        let (held, handle) = (Rc::clone(&held), Rc::clone(&handle));
        browser::listen(element, name, move |event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
            match name {
                "pointerdown" => *held.borrow_mut() = begin(event, &handle),
                "pointermove" => go_on(&held, event, &handle),
                _ => end(&held, event, &handle),
            }
        });
    }
}

/// Fingers only; and not where a finger has something else to do.
fn begin<W, D>(event: &PointerEvent, handle: &Handle<W, D>) -> Option<Pull> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let is_taken = target.closest("input, textarea, pre, [data-pans]").ok().flatten().is_some();
    let is_finger = event.pointer_type() == "touch" && event.is_primary();
    (is_finger && !is_taken && !browser::has_selection()).then(|| Pull {
        swipe: Swipe::start(touch(event, handle.is_vertical)),
        element: handle.moves.clone(),
        way: None,
    })
}

fn go_on<W: Fn(f64) -> Option<f64>, D>(held: &Held, event: &PointerEvent, handle: &Handle<W, D>) {
    let mut slot = held.borrow_mut();
    let Some(pull) = slot.as_mut() else { return };
    let was_claimed = pull.swipe.is_claimed();
    let before = pull.swipe.clone();
    match pull.swipe.moved(touch(event, handle.is_vertical)) {
        Moved::Undecided => {}
        Moved::NotASwipe => *slot = None,
        Moved::By(by) => {
            if !was_claimed {
                pull.way = (handle.way)(before.direction(touch(event, handle.is_vertical)));
                // The one that listens, or it would hear no more of the finger.
                if let Some(held) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) {
                    let _ = held.set_pointer_capture(event.pointer_id());
                }
            }
            let Some(way) = pull.way else {
                *slot = None;
                return;
            };
            // Not `clamp`: its complaint would write out fractions; see `browser::decimal`.
            let by = by.max(way.min(0.0)).min(way.max(0.0));
            let style = pull.element.style();
            let _ = style.set_property("--pulled", &browser::decimal(by, "px"));
            let _ = style.set_property("--part", &browser::decimal(by / way, ""));
            let _ = pull.element.set_attribute("data-pulled", "");
        }
    }
}

fn end<W, D: Fn(f64)>(held: &Held, event: &PointerEvent, handle: &Handle<W, D>) {
    let Some(pull) = held.borrow_mut().take() else { return };
    let Some(way) = pull.way else { return };
    let completes = event.type_() == "pointerup" && pull.swipe.completes(event.time_stamp(), way);
    if completes {
        (handle.done)(way);
    }
    let _ = pull.element.remove_attribute("data-pulled");
    let _ = pull.element.style().remove_property("--pulled");
    let _ = pull.element.style().remove_property("--part");
}

/// In a conversation: from the left come the channels, from the right the members, and back they go.
pub fn panels(client: Client, shell: &HtmlElement) {
    let frame = shell.clone();
    let way = move |direction: f64| {
        let panel = client.panel.get_clone_untracked();
        let in_channel = client.route.with_untracked(|route| route.channel().is_some());
        let moved = match (&panel, direction > 0.0) {
            (None, true) if in_channel && !browser::is_wide() => (".side", "channels", 1.0),
            (None, false) if in_channel && !browser::is_very_wide() => (".members", "members", -1.0),
            (Some(Panel::Channels), false) => (".side", "channels", -1.0),
            (Some(Panel::Members), true) => (".members", "members", 1.0),
            _ => return None,
        };
        let (selector, name, sign) = moved;
        let width = browser::find(selector)?.get_bounding_client_rect().width();
        let _ = frame.set_attribute("data-pulls", name);
        Some(width * sign)
    };
    let done = move |way: f64| {
        browser::tick();
        match (client.panel.get_clone_untracked(), way > 0.0) {
            (None, true) => client.open(Panel::Channels),
            (None, false) => client.open(Panel::Members),
            _ => client.close(),
        }
    };
    listen(shell, Handle { moves: shell.clone(), is_vertical: false, way, done });
}

/// A sheet is pulled down by its head, and goes.
pub fn sheet(client: Client, head: &Element, dialog: &HtmlElement) {
    let sheet = dialog.clone();
    let way = move |direction: f64| {
        (direction > 0.0 && browser::has_sheets()).then(|| sheet.get_bounding_client_rect().height())
    };
    listen(head, Handle { moves: dialog.clone(), is_vertical: true, way, done: move |_| client.close() });
}
