//! Tells a finger that rests from one that taps, scrolls or swipes.

use crate::browser;
use crate::client::{Client, Panel};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::PointerEvent;

/// A finger that rests so long on a message asks for its actions, and one on a reaction for who reacted.
const LONG_PRESS_MS: i32 = 450;
const TREMBLE_PX: i32 = 8;

/// See the module.
#[derive(Clone, Default)]
pub struct LongPress {
    at: Rc<Cell<(i32, i32)>>,
    /// What is asked for, and since when, while it may still become long.
    asked: Rc<RefCell<Option<(Client, Panel, f64)>>>,
    /// Whether it was long.
    understood: Rc<Cell<bool>>,
}

impl LongPress {
    /// A finger comes down.
    pub fn begin(&self, client: Client, panel: Panel, event: &PointerEvent) {
        if event.pointer_type() != "touch" {
            return;
        }
        self.cancel();
        self.understood.set(false);
        self.at.set((event.client_x(), event.client_y()));
        self.asked.replace(Some((client, panel, event.time_stamp())));
        let (since, press) = (event.time_stamp(), self.clone());
        browser::later(LONG_PRESS_MS, move || {
            if press.since() == Some(since) {
                press.understand();
            }
        });
    }

    /// Since when it may become long; no two begin at the same moment.
    fn since(&self) -> Option<f64> {
        self.asked.borrow().as_ref().map(|(.., since)| *since)
    }

    fn understand(&self) {
        if let Some((client, panel, _)) = self.asked.take() {
            self.understood.set(true);
            browser::tick();
            client.open(panel);
        }
    }

    /// It is lifted. A phone that was busy hears of that before the time has come that it waited for: how long the finger
    /// was there is what counts.
    pub fn lifted(&self, event: &PointerEvent) {
        if self.since().is_some_and(|since| event.time_stamp() - since >= f64::from(LONG_PRESS_MS)) {
            self.understand();
        }
        self.cancel();
    }

    /// It moves: more than a tremble is something else.
    pub fn moved(&self, event: &PointerEvent) {
        let (x, y) = self.at.get();
        if (event.client_x() - x).abs().max((event.client_y() - y).abs()) > TREMBLE_PX {
            self.cancel();
        }
    }

    /// It is gone, or scrolls.
    pub fn cancel(&self) {
        self.asked.take();
    }

    /// Lifting the finger after a long press is no tap on what lies under it by now, and no menu of the browser.
    pub fn swallow(&self, event: &web_sys::Event) {
        if self.understood.get() {
            event.prevent_default();
        }
    }
}
