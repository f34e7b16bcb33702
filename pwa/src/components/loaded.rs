//! Something that a page or a dialog loads: that it comes, that it did not, or what it is.

use crate::client::Client;
use crate::reactive::Live;
use hubbub_shared::Problem;
use sycamore::prelude::*;

/// See the module. Copies are the same.
pub struct Loaded<T: 'static>(Signal<Option<Result<T, Problem>>>);

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T> Loaded<T> {
    /// It is on its way.
    pub fn new() -> Self {
        Self(create_signal(None))
    }

    /// The answer has come; the section may be closed by now.
    pub fn put(self, answer: Result<T, Problem>) {
        if self.0.is_alive() {
            self.0.set(Some(answer));
        }
    }

    /// Whether the section is still open.
    pub fn is_shown(self) -> bool {
        self.0.is_alive()
    }

    /// Looks at what is here at this moment.
    pub fn look(self, look: impl FnOnce(&T)) {
        if self.0.is_alive() {
            self.0.with_untracked(|loaded| {
                if let Some(Ok(value)) = loaded {
                    look(value);
                }
            });
        }
    }

    /// Changes what is here.
    pub fn change(self, change: impl FnOnce(&mut T)) {
        if self.0.is_alive() {
            self.0.update(|loaded| {
                if let Some(Ok(value)) = loaded {
                    change(value);
                }
            });
        }
    }

    /// The next part of a list has come; it is added if the list still ends where that begins.
    pub fn extend(self, client: Client, next: Result<T, Problem>, add: impl FnOnce(&mut T, T)) {
        match next {
            Ok(next) => self.change(|known| add(known, next)),
            Err(problem) => client.complain(&problem),
        }
    }

    /// Draws it, as often as it changes.
    pub fn view(self, draw: impl Fn(&T) -> View + 'static) -> View
    where
        T: Clone,
    {
        view! {
            // A copy: what is drawn may have signals of its own, which cannot be made while this one is read.
            (Live { now: move || match self.0.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=crate::words::LOADING) },
                Some(Err(problem)) => {
                    let words = problem.message;
                    view! { p(class="field-problem", role="alert") { (words) } }
                }
                Some(Ok(value)) => draw(&value),
            } })
        }
    }
}
