//! Tells a finger that rests from one that taps, scrolls or swipes.

use crate::browser;
use crate::client::{Client, Panel};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::PointerEvent;

/// A finger that rests so long on a message asks for its actions, and one on a reaction for who reacted.
const LONG_PRESS_MS: i32 = 450;
const TREMBLE_PX: i32 = 8;

/// See the module.
#[derive(Clone, Default)]
pub struct LongPress {
    /// Changes whenever a press ends.
    number: Rc<Cell<u32>>,
    at: Rc<Cell<(i32, i32)>>,
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
        let understood = Rc::clone(&self.understood);
        self.at.set((event.client_x(), event.client_y()));
        let (press, current) = (self.number.get(), Rc::clone(&self.number));
        browser::later(LONG_PRESS_MS, move || {
            if current.get() == press {
                understood.set(true);
                browser::tick();
                client.open(panel);
            }
        });
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
        self.number.set(self.number.get().wrapping_add(1));
    }

    /// Lifting the finger after a long press is no tap on what lies under it by now, and no menu of the browser.
    pub fn swallow(&self, event: &web_sys::Event) {
        if self.understood.get() {
            event.prevent_default();
        }
    }
}
