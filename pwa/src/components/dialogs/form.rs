//! A form in a dialog.

use super::super::field::{Field, field};
use crate::browser;
use crate::reactive::handler;
use hubbub_shared::Problem;
use sycamore::prelude::*;

/// A form with one button, which is busy until the answer comes.
pub struct Form {
    /// What is wrong with what was typed or asked for. `None`: nothing.
    pub problem: Signal<Option<Problem>>,
    busy: Signal<bool>,
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        Self { problem: create_signal(None), busy: create_signal(false) }
    }

    /// It can be sent again.
    pub fn rests(&self) {
        self.busy.set(false);
    }

    /// To be called when the answer is no.
    pub fn failed(&self) -> impl FnOnce(Problem) + use<> {
        let (problem, busy) = (self.problem, self.busy);
        move |what| {
            // The dialog may be closed by now, and its signals gone with it.
            if problem.is_alive() {
                busy.set(false);
                problem.set(Some(what));
            }
        }
    }

    /// Draws it around its fields.
    pub fn view(
        self,
        hint: &'static str,
        fields: View,
        submit: &'static str,
        act: impl FnMut(Self) + 'static,
    ) -> View {
        self.around(hint.to_owned(), fields, ("button button-wide", submit), act)
    }

    /// The same under a hint that names somebody.
    pub fn hinted(
        self,
        hint: String,
        fields: View,
        submit: &'static str,
        act: impl FnMut(Self) + 'static,
    ) -> View {
        self.around(hint, fields, ("button button-wide", submit), act)
    }

    /// The same, for what takes something from somebody.
    pub fn danger(
        self,
        hint: String,
        fields: View,
        submit: &'static str,
        act: impl FnMut(Self) + 'static,
    ) -> View {
        self.around(hint, fields, ("button button-wide button-danger", submit), act)
    }

    fn around(
        self,
        hint: String,
        fields: View,
        (class, submit): (&'static str, &'static str),
        mut act: impl FnMut(Self) + 'static,
    ) -> View {
        let (problem, busy) = (self.problem, self.busy);
        view! {
            form(class="dialog-body", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                problem.set(None);
                busy.set(true);
                act(Self { problem, busy });
            })) {
                p(class="hint") { (hint) }
                (fields)
                button(class=class, r#type="submit", disabled=move || busy.get()) { (submit) }
            }
        }
    }
}

/// A field for one line in a form.
pub fn line(
    form: &Form,
    id: &'static str,
    label: &'static str,
    example: &'static str,
    value: Signal<String>,
    max: usize,
) -> View {
    field(Field { id, label, example, value, problem: form.problem, max })
}

/// A choice of one of a few; `choose` is told its place among them.
pub fn choice(
    id: &'static str,
    label: &'static str,
    options: impl Iterator<Item = &'static str>,
    choose: impl Fn(usize) + 'static,
) -> View {
    choice_from(id, label, options.map(str::to_owned), 0, choose)
}

/// The same where one of them is chosen already.
pub fn choice_from(
    id: &'static str,
    label: &'static str,
    options: impl Iterator<Item = String>,
    chosen: usize,
    choose: impl Fn(usize) + 'static,
) -> View {
    let options: Vec<View> = options
        .enumerate()
        .map(|(index, words)| view! { option(value=index.to_string(), selected=index == chosen) { (words) } })
        .collect();
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            select(id=id, class="input", on:change=handler(move |event: web_sys::Event| {
                if let Some(place) = browser::value_of(&event).and_then(|value| value.parse().ok()) {
                    choose(place);
                }
            })) { (options) }
        }
    }
}
