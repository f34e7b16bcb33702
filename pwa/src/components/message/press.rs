//! Tells a finger that rests from one that taps, scrolls or swipes.

use crate::browser;
use crate::client::{Client, Panel};
use hubbub_shared::model::Message;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::PointerEvent;

/// A finger that rests so long on a message asks for its actions.
const LONG_PRESS_MS: i32 = 450;
const TREMBLE_PX: i32 = 8;
/// The phone says that it has understood.
const BUZZ_MS: u32 = 10;

/// See the module. The number changes whenever a press ends.
#[derive(Clone, Default)]
pub struct LongPress(Rc<Cell<u32>>, Rc<Cell<(i32, i32)>>);

impl LongPress {
    /// A finger comes down.
    pub fn begin(&self, client: Client, message: &Rc<Message>, event: &PointerEvent) {
        if event.pointer_type() != "touch" {
            return;
        }
        self.cancel();
        self.1.set((event.client_x(), event.client_y()));
        let (press, current, message) = (self.0.get(), Rc::clone(&self.0), Rc::clone(message));
        browser::later(LONG_PRESS_MS, move || {
            if current.get() == press {
                browser::vibrate(BUZZ_MS);
                client.open(Panel::MessageActions(message));
            }
        });
    }

    /// It moves: more than a tremble is something else.
    pub fn moved(&self, event: &PointerEvent) {
        let (x, y) = self.1.get();
        if (event.client_x() - x).abs().max((event.client_y() - y).abs()) > TREMBLE_PX {
            self.cancel();
        }
    }

    /// It is gone, or scrolls.
    pub fn cancel(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }
}
