//! What the forms of the sections are made of.

use crate::browser;
use crate::reactive::handler;
use sycamore::prelude::*;

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

/// Something that is among the chosen, or not.
pub fn tick<T: PartialEq + Copy + 'static>(label: String, id: T, chosen: Signal<Vec<T>>) -> View {
    let is_chosen = chosen.with_untracked(|chosen| chosen.contains(&id));
    view! {
        label(class="governing-tick") {
            input(r#type="checkbox", checked=is_chosen, on:change=handler(move |event: web_sys::Event| {
                let is_on = browser::is_checked(&event);
                chosen.update(|chosen| {
                    chosen.retain(|other| *other != id);
                    if is_on {
                        chosen.push(id);
                    }
                });
            }))
            span { bdi { (label) } }
        }
    }
}
