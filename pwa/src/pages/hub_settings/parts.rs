//! What the forms of the sections are made of.

use crate::browser;
use crate::reactive::handler;
use sycamore::prelude::*;

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

/// Some lines of text, with what is said about them below.
pub fn lines(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    rows: u8,
    value: Signal<String>,
) -> View {
    let about = format!("{id}-hint");
    let described_by = about.clone();
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            textarea(id=id, class="input", rows=rows.to_string(), autocapitalize="off", dir="auto", bind:value=value, aria-describedby=described_by)
            p(id=about, class="hint") { (hint) }
        }
    }
}

/// A number to type in.
pub fn number(
    id: &'static str,
    label: &'static str,
    (least, most): (u32, u32),
    value: Signal<String>,
) -> View {
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            input(id=id, class="input", r#type="number", inputmode="numeric", min=least.to_string(), max=most.to_string(), bind:value=value)
        }
    }
}

/// Something that is on or off.
pub fn switch(label: String, hint: String, is_on: bool, turn: impl FnMut(bool) + 'static) -> View {
    let mut turn = turn;
    view! {
        label(class="switch") {
            span(class="card-text") {
                strong { bdi { (label) } }
                span(class="hint") { (hint) }
            }
            input(r#type="checkbox", role="switch", checked=is_on, on:change=handler(move |event: web_sys::Event| turn(browser::is_checked(&event))))
        }
    }
}
