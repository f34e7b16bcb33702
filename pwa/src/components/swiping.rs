//! Fingers that pull: a panel from the side, a sheet down. What a movement means is told by `state/swipe.rs`; here it
//! moves things, by a custom property that the styles use.

use crate::browser;
use crate::client::{Client, Panel};
use crate::state::{Moved, Route, Swipe, Touch};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

/// Something that a finger pulls.
struct Pull {
    swipe: Swipe,
    /// Where the finger came down.
    target: Element,
    /// What it moves, and pixels from where that is to where it goes, with a sign. Unknown until the direction is.
    moves: Option<(HtmlElement, f64)>,
}

type Held = Rc<RefCell<Option<Pull>>>;

/// What a movement in a direction moves that began at an element, and how far that can go; `None`: not that way.
type Way = Box<dyn Fn(f64, &Element) -> Option<(HtmlElement, f64)>>;

/// This has gone all the way in this direction.
type Done = Box<dyn Fn(&HtmlElement, f64)>;

/// What a pull needs to know of the things it moves. Boxed, so that pulling is compiled once.
struct Handle {
    /// Vertical pulls; otherwise sideways.
    is_vertical: bool,
    way: Way,
    done: Done,
}

fn touch(event: &PointerEvent, is_vertical: bool) -> Touch {
    let (x, y, at) = (f64::from(event.client_x()), f64::from(event.client_y()), event.time_stamp());
    if is_vertical { Touch { along: y, across: x, at } } else { Touch { along: x, across: y, at } }
}

fn listen(element: &Element, handle: Handle) {
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
fn begin(event: &PointerEvent, handle: &Handle) -> Option<Pull> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let is_taken = target.closest("input, textarea, pre, [data-pans]").ok().flatten().is_some();
    let is_finger = event.pointer_type() == "touch" && event.is_primary();
    (is_finger && !is_taken && !browser::has_selection()).then(|| Pull {
        swipe: Swipe::start(touch(event, handle.is_vertical)),
        target,
        moves: None,
    })
}

fn go_on(held: &Held, event: &PointerEvent, handle: &Handle) {
    let mut slot = held.borrow_mut();
    let Some(pull) = slot.as_mut() else { return };
    let was_claimed = pull.swipe.is_claimed();
    let before = pull.swipe.clone();
    match pull.swipe.moved(touch(event, handle.is_vertical)) {
        Moved::Undecided => {}
        Moved::NotASwipe => *slot = None,
        Moved::By(by) => {
            if !was_claimed {
                pull.moves = (handle.way)(before.direction(touch(event, handle.is_vertical)), &pull.target);
                // The one that listens, or it would hear no more of the finger.
                if let Some(held) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) {
                    let _ = held.set_pointer_capture(event.pointer_id());
                }
            }
            let Some((element, way)) = &pull.moves else {
                *slot = None;
                return;
            };
            // Not `clamp`: its complaint would write out fractions; see `browser::decimal`.
            let by = by.max(way.min(0.0)).min(way.max(0.0));
            let style = element.style();
            let _ = style.set_property("--pulled", &browser::decimal(by, "px"));
            let _ = style.set_property("--part", &browser::decimal(by / way, ""));
            let _ = element.set_attribute("data-pulled", "");
        }
    }
}

fn end(held: &Held, event: &PointerEvent, handle: &Handle) {
    let Some(pull) = held.borrow_mut().take() else { return };
    let Some((element, way)) = pull.moves else { return };
    let completes = event.type_() == "pointerup" && pull.swipe.completes(event.time_stamp(), way);
    if completes {
        (handle.done)(&element, way);
    }
    let _ = element.remove_attribute("data-pulled");
    let _ = element.style().remove_property("--pulled");
    let _ = element.style().remove_property("--part");
}

/// So far a message is pulled to be answered.
const ANSWER_PX: f64 = 88.0;

/// In a conversation: from the left come the channels, from the right the members, and back they go. Where a message is
/// pulled to the left that can be answered, it is.
pub fn panels(client: Client, shell: &HtmlElement) {
    let frame = shell.clone();
    let way = move |direction: f64, target: &Element| {
        if direction < 0.0
            && client.panel.with_untracked(Option::is_none)
            && let Some(row) = answerable(client, target)
        {
            return Some((row, -ANSWER_PX));
        }
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
        Some((frame.clone(), width * sign))
    };
    let done = move |moved: &HtmlElement, way: f64| {
        browser::tick();
        if moved.has_attribute("data-id") {
            return answer(client, moved);
        }
        match (client.panel.get_clone_untracked(), way > 0.0) {
            (None, true) => client.open(Panel::Channels),
            (None, false) => client.open(Panel::Members),
            _ => client.close(),
        }
    };
    listen(shell, Handle { is_vertical: false, way: Box::new(way), done: Box::new(done) });
}

/// The message that a finger is at, if the server has it and the person may answer it.
fn answerable(client: Client, target: &Element) -> Option<HtmlElement> {
    let row = target.closest(".message[data-id]").ok()??.dyn_into().ok()?;
    let channel = client.route.with_untracked(Route::channel)?;
    (client.may_answer(channel) && client.selecting.with_untracked(Option::is_none)).then_some(row)
}

fn answer(client: Client, row: &HtmlElement) {
    let (Some(channel), Some(id)) =
        (client.route.with_untracked(Route::channel), row.get_attribute("data-id"))
    else {
        return;
    };
    let message = client.model.with_untracked(|model| {
        model.timeline(channel)?.messages().find(|message| message.id.to_string() == id).cloned()
    });
    if let Some(message) = message {
        client.answer(&message);
    }
}

/// A sheet is pulled down by its head, and goes.
pub fn sheet(client: Client, head: &Element, dialog: &HtmlElement) {
    let sheet = dialog.clone();
    let way = move |direction: f64, _: &Element| {
        let height = || sheet.get_bounding_client_rect().height();
        (direction > 0.0 && browser::has_sheets()).then(|| (sheet.clone(), height()))
    };
    let done = move |_: &HtmlElement, _: f64| client.close();
    listen(head, Handle { is_vertical: true, way: Box::new(way), done: Box::new(done) });
}
