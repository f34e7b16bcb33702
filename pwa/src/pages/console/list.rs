//! What the lists of the console have in common: finding, and asking once more before something is done.

use crate::clock;
use crate::components::field::{Field, field};
use crate::reactive::handler;
use crate::words::console as words;
use crate::{browser, words as all};
use hubbub_shared::model::Suspension;
use hubbub_shared::text::Reason;
use hubbub_shared::{ErrorCode, Problem, Timestamp};
use sycamore::prelude::*;

const HOUR_MS: i64 = 3_600_000;

/// What is looked for in a list. Copies are the same.
#[derive(Clone, Copy)]
pub struct Search {
    text: Signal<String>,
    only_suspended: Signal<bool>,
}

impl Search {
    /// Looks for this; for everything, if it is empty.
    pub fn new(text: String) -> Self {
        Self { text: create_signal(text), only_suspended: create_signal(false) }
    }

    /// The part of a name or the id, if one is typed.
    pub fn query(self) -> Option<String> {
        Some(self.text.get_clone_untracked().trim().to_owned()).filter(|query| !query.is_empty())
    }

    /// Whether only those are looked for who are closed.
    pub fn suspended(self) -> Option<bool> {
        self.only_suspended.get_untracked().then_some(true)
    }

    /// A line to type into, and a switch.
    pub fn form(self, label: &'static str, find: impl Fn() + Copy + 'static) -> View {
        let problem = create_signal(None);
        let line =
            field(Field { id: "console-find", label, example: "", value: self.text, problem, max: 64 });
        view! {
            form(class="console-form", role="search", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                find();
            })) {
                div(class="profile-form") {
                    (line)
                    button(class="button", r#type="submit") { (words::FIND) }
                }
                label(class="switch") {
                    span(class="card-text") { (words::ONLY_SUSPENDED) }
                    input(r#type="checkbox", role="switch", on:change=handler(move |event: web_sys::Event| {
                        self.only_suspended.set(browser::is_checked(&event));
                        find();
                    }))
                }
            }
        }
    }
}

/// Why and until when something is closed.
pub fn closed(suspension: &Suspension) -> String {
    let until = suspension.until.map(|until| clock::moment(until.0));
    words::closed(suspension, until.as_deref())
}

/// The button for the next part of a list, while there is one.
pub fn more(is_more: bool, load: impl Fn() + 'static) -> View {
    if !is_more {
        return View::new();
    }
    view! {
        button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| load())) { (words::MORE) }
    }
}

/// A form that asks once more: a reason, and what else is needed. There is one at a time. Copies are the same.
#[derive(Clone, Copy)]
pub struct Ask {
    reason: Signal<String>,
    /// What is to be repeated or told: a name.
    pub name: Signal<String>,
    length: Signal<usize>,
    /// What is wrong with it.
    pub problem: Signal<Option<Problem>>,
}

impl Ask {
    /// Nothing is typed yet.
    pub fn new() -> Self {
        Self {
            reason: create_signal(String::new()),
            name: create_signal(String::new()),
            length: create_signal(0),
            problem: create_signal(None),
        }
    }

    /// The field for the reason, which says who reads it.
    pub fn reason_field(self, label: &'static str) -> View {
        field(Field {
            id: "console-reason",
            label,
            example: words::REASON_EXAMPLE,
            value: self.reason,
            problem: self.problem,
            max: Reason::MAX_CHARS,
        })
    }

    /// The field for a name.
    pub fn name_field(self, label: &'static str, example: &'static str) -> View {
        let problem = create_signal(None);
        field(Field { id: "console-name", label, example, value: self.name, problem, max: 80 })
    }

    /// The choice for how long.
    pub fn length_field(self) -> View {
        let option = |(place, (words, _)): (usize, (&'static str, Option<i64>))| {
            view! { option(value=place.to_string()) { (words) } }
        };
        let options: Vec<View> = words::LENGTHS.into_iter().enumerate().map(option).collect();
        view! {
            div(class="field") {
                label(r#for="console-length") { (words::LENGTH) }
                select(id="console-length", class="input", on:change=handler(move |event: web_sys::Event| {
                    if let Some(place) = browser::value_of(&event).and_then(|value| value.parse().ok()) {
                        self.length.set(place);
                    }
                })) { (options) }
            }
        }
    }

    /// When it ends, as it was chosen.
    pub fn until(self) -> Option<Timestamp> {
        let (_, hours) = words::LENGTHS.get(self.length.get_untracked())?;
        hours.map(|hours| Timestamp(clock::now() + hours * HOUR_MS))
    }

    /// The reason as it is typed.
    pub fn reason(self) -> String {
        self.reason.get_clone_untracked()
    }

    /// The reason, if one is given.
    pub fn given_reason(self) -> Option<String> {
        Some(self.reason().trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    /// The answer was no.
    pub fn failed(self, problem: Problem) {
        if self.problem.is_alive() {
            self.problem.set(Some(plainly(problem)));
        }
    }

    /// The form with its fields and its two buttons.
    pub fn form(
        self,
        fields: Vec<View>,
        label: &'static str,
        act: impl Fn() + 'static,
        close: impl Fn() + 'static,
    ) -> View {
        browser::soon(|| browser::focus(".console-ask input"));
        view! {
            form(class="console-ask", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                self.problem.set(None);
                act();
            })) {
                (fields)
                div(class="console-buttons") {
                    button(class="button button-danger", r#type="submit", data-testid="console-decide") { (label) }
                    button(class="button button-quiet", r#type="button", on:click=handler(move |_| close())) { (all::CANCEL) }
                }
            }
        }
    }
}

/// What the server says of a field is meant for people here: who runs it.
pub fn plainly(problem: Problem) -> Problem {
    match (problem.code, problem.fields.first()) {
        (ErrorCode::InvalidInput, Some(field)) => Problem { message: field.message.clone(), ..problem },
        _ => problem,
    }
}
