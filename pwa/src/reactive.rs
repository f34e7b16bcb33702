//! Effects and derived signals for little code. Sycamore compiles all of an effect for every closure; behind a box it is
//! compiled once for every type of value. Imported by name, these two stand before those of its prelude.

use sycamore::prelude::ReadSignal;

/// Runs a function now, and again whenever a signal that it read has changed.
pub fn create_effect(f: impl FnMut() + 'static) {
    sycamore::prelude::create_effect(Box::new(f) as Box<dyn FnMut()>);
}

/// What a function gives, told only when it has become another.
pub fn create_selector<T: PartialEq>(f: impl FnMut() -> T + 'static) -> ReadSignal<T> {
    sycamore::prelude::create_selector(Box::new(f) as Box<dyn FnMut() -> T>)
}
