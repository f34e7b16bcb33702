//! Effects, derived signals and parts of views for little code. Sycamore compiles all of an effect for every closure; behind
//! a box it is compiled once for every type of value. Imported by name, they stand before those of its prelude.

use sycamore::prelude::{ReadSignal, View};

/// Runs a function now, and again whenever a signal that it read has changed.
pub fn create_effect(f: impl FnMut() + 'static) {
    sycamore::prelude::create_effect(Box::new(f) as Box<dyn FnMut()>);
}

/// What a function gives, told only when it has become another.
pub fn create_selector<T: PartialEq>(f: impl FnMut() -> T + 'static) -> ReadSignal<T> {
    sycamore::prelude::create_selector(Box::new(f) as Box<dyn FnMut() -> T>)
}

/// A part of a view that is drawn anew when a signal has changed that it read: `(Live { now: move || … })`.
pub struct Live<F> {
    /// Draws the part as it is at this moment.
    pub now: F,
}

impl<U: Into<View> + 'static, F: FnMut() -> U + 'static> From<Live<F>> for View {
    fn from(live: Live<F>) -> Self {
        Self::from_dynamic(Box::new(live.now) as Box<dyn FnMut() -> U>)
    }
}

/// What happens on an event: `on:click=handler(move |_| …)`.
pub fn handler<E>(f: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(f)
}
