//! What the copies of the client share and nothing reacts to. All of reading a signal is compiled anew for every place
//! that reads; of this only what the place does itself.

use std::cell::RefCell;
use std::rc::Rc;
use sycamore::prelude::*;

/// See the module. Copies are the same.
pub struct Shared<T: 'static> {
    held: Signal<Rc<RefCell<T>>>,
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<T> {}

impl<T> Shared<T> {
    /// To be made where it lives.
    pub fn new(value: T) -> Self {
        Self { held: create_signal(Rc::new(RefCell::new(value))) }
    }

    #[inline(never)]
    fn held(self) -> Rc<RefCell<T>> {
        self.held.get_clone_untracked()
    }

    /// Reads something now.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.held().borrow())
    }

    /// Changes something. Nobody is told.
    pub fn update_silent<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.held().borrow_mut())
    }
}
