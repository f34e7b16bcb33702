//! What the lists of the console have in common: finding, closing for a time, confirming by a name.

use crate::clock;
use crate::components::field::{Field, field};
use crate::words::console as words;
use crate::{browser, words as all};
use hubbub_shared::model::Suspension;
use hubbub_shared::text::Reason;
use hubbub_shared::{Problem, Timestamp};
use sycamore::prelude::*;

const HOUR_MS: i64 = 3_600_000;

/// A line to type into what is looked for.
pub fn finder(label: &'static str, query: Signal<String>, find: impl Fn() + 'static) -> View {
    let line = field(Field {
        id: "console-find",
        label,
        example: "",
        value: query,
        problem: create_signal(None),
        max: 64,
    });
    view! {
        form(class="profile-form", role="search", novalidate=true, on:submit=move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            find();
        }) {
            (line)
            button(class="button", r#type="submit") { (words::FIND) }
        }
    }
}

/// Why and until when something is closed.
pub fn closed(suspension: &Suspension) -> String {
    let until = suspension.until.map(|until| clock::moment(until.0));
    words::closed(suspension, until.as_deref())
}

/// A form that asks once more: a reason, and what else is needed.
pub struct Ask {
    /// Why, as far as somebody wrote it.
    pub reason: Signal<String>,
    /// The name that is to be repeated.
    pub name: Signal<String>,
    /// The place of the length among the choices.
    pub length: Signal<usize>,
    /// What is wrong with it.
    pub problem: Signal<Option<Problem>>,
}

impl Clone for Ask {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for Ask {}

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

    /// The field for the reason.
    pub fn reason_field(self) -> View {
        field(Field {
            id: "console-reason",
            label: words::REASON,
            example: words::REASON_EXAMPLE,
            value: self.reason,
            problem: self.problem,
            max: Reason::MAX_CHARS,
        })
    }

    /// The field for the name.
    pub fn name_field(self) -> View {
        field(Field {
            id: "console-name",
            label: words::CONFIRM,
            example: "",
            value: self.name,
            problem: create_signal(None),
            max: 80,
        })
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
                select(id="console-length", class="input", on:change=move |event: web_sys::Event| {
                    if let Some(place) = browser::value_of(&event).and_then(|value| value.parse().ok()) {
                        self.length.set(place);
                    }
                }) { (options) }
            }
        }
    }

    /// When it ends, as it was chosen.
    pub fn until(self) -> Option<Timestamp> {
        let (_, hours) = words::LENGTHS.get(self.length.get_untracked())?;
        hours.map(|hours| Timestamp(clock::now() + hours * HOUR_MS))
    }

    /// The reason, if one is given.
    pub fn given_reason(self) -> Option<String> {
        Some(self.reason.get_clone_untracked().trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    /// The answer was no.
    pub fn failed(self, problem: Problem) {
        if self.problem.is_alive() {
            // What the server says of a field is meant for people here: who runs it.
            let message = problem.fields.first().map(|field| field.message.clone());
            let told =
                message.map_or_else(|| problem.clone(), |message| Problem { message, ..problem.clone() });
            self.problem.set(Some(told));
        }
    }
}

/// The buttons of a form that asks once more.
pub fn decide(
    label: &'static str,
    is_danger: bool,
    act: impl Fn() + 'static,
    close: impl Fn() + 'static,
) -> View {
    let class = if is_danger { "button button-danger" } else { "button" };
    view! {
        div(class="governing-buttons") {
            button(class=class, r#type="button", data-testid="console-decide", on:click=move |_| act()) { (label) }
            button(class="button button-quiet", r#type="button", on:click=move |_| close()) { (all::CANCEL) }
        }
    }
}
