//! A form in a dialog.

use super::super::field::{Field, field};
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
        mut act: impl FnMut(Self) + 'static,
    ) -> View {
        let (problem, busy) = (self.problem, self.busy);
        view! {
            form(class="dialog-body", novalidate=true, on:submit=move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                problem.set(None);
                busy.set(true);
                act(Self { problem, busy });
            }) {
                p(class="hint") { (hint) }
                (fields)
                button(class="button button-wide", r#type="submit", disabled=move || busy.get()) { (submit) }
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
