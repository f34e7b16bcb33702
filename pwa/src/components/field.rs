//! A labelled line or a few to type in, with a hint and the complaint about it; and a choice of one of a few.

use crate::browser;
use crate::reactive::{Live, handler};
use hubbub_shared::Problem;
use sycamore::prelude::*;

/// What a field is about.
pub struct Field {
    /// Tells it apart on the page.
    pub id: &'static str,
    /// The name of the field, as it stands above it.
    pub label: &'static str,
    /// An example, shown while it is empty.
    pub example: &'static str,
    /// What is typed.
    pub value: Signal<String>,
    /// What is wrong with it.
    pub problem: Signal<Option<Problem>>,
    /// The most characters that can be typed.
    pub max: usize,
}

/// Draws a field of one line.
pub fn field(field: Field) -> View {
    let Field { id, label, example, value, problem, max } = field;
    let described_by = format!("{id}-problem");
    let input = view! {
            input(id=id, class="input", r#type="text", autocomplete="off", placeholder=example, maxlength=max.to_string(),
                enterkeyhint="done", bind:value=value, aria-describedby=described_by,
                aria-invalid=move || problem.with(|problem| problem.is_some().then_some("true")))
    };
    labelled(id, label, input, problem)
}

/// Draws a field of a few lines, for text that is read as one.
pub fn text(field: Field) -> View {
    let Field { id, label, example, value, problem, max } = field;
    let input = view! {
        textarea(id=id, class="input", rows="3", placeholder=example, maxlength=max.to_string(), bind:value=value,
            aria-describedby=format!("{id}-problem"))
    };
    labelled(id, label, input, problem)
}

/// Draws a field for a day, which is written as `2026-11-22`.
pub fn day(
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    problem: Signal<Option<Problem>>,
) -> View {
    of_time("date", id, label, value, problem)
}

/// Draws a field for a day and a time, which is written as `2026-11-22T09:00`.
pub fn moment(
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    problem: Signal<Option<Problem>>,
) -> View {
    of_time("datetime-local", id, label, value, problem)
}

fn of_time(
    kind: &'static str,
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    problem: Signal<Option<Problem>>,
) -> View {
    let input = view! {
        input(id=id, class="input", r#type=kind, bind:value=value, aria-describedby=format!("{id}-problem"),
            aria-invalid=move || problem.with(|problem| problem.is_some().then_some("true")))
    };
    labelled(id, label, input, problem)
}

fn labelled(id: &'static str, label: &'static str, input: View, problem: Signal<Option<Problem>>) -> View {
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            (input)
            p(id=format!("{id}-problem"), class="field-problem", role="alert") {
                (Live { now: move || problem.with(|problem| problem.as_ref().map(|problem| problem.message.clone()).unwrap_or_default()) })
            }
        }
    }
}

/// A choice of one of a few; what is chosen is its place among them.
pub fn select(
    id: &'static str,
    label: &'static str,
    options: &'static [&'static str],
    chosen: Signal<usize>,
) -> View {
    let option = |(place, words): (usize, &&'static str)| {
        let (words, is_chosen) = (*words, chosen.get_untracked() == place);
        view! { option(value=place.to_string(), selected=is_chosen) { (words) } }
    };
    let options: Vec<View> = options.iter().enumerate().map(option).collect();
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            select(id=id, class="input", on:change=handler(move |event: web_sys::Event| {
                if let Some(place) = browser::value_of(&event).and_then(|value| value.parse().ok()) {
                    chosen.set(place);
                }
            })) { (options) }
        }
    }
}
