//! Something that a page or a dialog loads: that it comes, that it did not, or what it is.

use crate::client::Client;
use crate::reactive::{Live, create_selector};
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

    /// Whether it has come, for what is shown below it and must not move under a finger.
    pub fn has_come(self) -> ReadSignal<bool> {
        create_selector(move || self.0.with(|loaded| matches!(loaded, Some(Ok(_)))))
    }

    /// Whether it is here at this moment.
    pub fn is_here(self) -> bool {
        self.0.is_alive() && self.0.with_untracked(|loaded| matches!(loaded, Some(Ok(_))))
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

    /// Shows one of a list as it is now: in its place, or behind the others.
    pub fn put_in<I>(self, list: fn(&mut T) -> &mut Vec<I>, is_it: impl Fn(&I) -> bool, one: I) {
        self.change(|all| {
            let all = list(all);
            match all.iter_mut().find(|known| is_it(known)) {
                Some(known) => *known = one,
                None => all.push(one),
            }
        });
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

    /// A page of a list has come: the first one, or the one after `after`, which is added if the list still ends there.
    /// `parts` gives what is listed, and where the next page begins.
    pub fn page<I, K: PartialEq>(
        self,
        client: Client,
        after: Option<K>,
        answer: Result<T, Problem>,
        parts: impl Fn(&mut T) -> (&mut Vec<I>, &mut Option<K>),
    ) {
        match answer {
            answer if after.is_none() => self.put(answer),
            Ok(mut page) => self.change(|known| {
                let (known, known_next) = parts(known);
                if *known_next == after {
                    let (more, next) = parts(&mut page);
                    known.append(more);
                    *known_next = next.take();
                }
            }),
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
