//! How a role looks: its name, the colour of its members' names in both themes, its emoji, and where it stands apart.

use super::editing::Editor;
use crate::components::field::{Field, field};
use crate::letters::lower;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Emoji, color_of, looks, written};
use crate::words::roles as words;
use crate::{browser, words as all_words};
use hubbub_shared::text::RoleName;
use sycamore::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

/// So many emoji are offered for what was typed.
const MOST_FOUND: usize = 32;

/// Draws the fields.
pub fn fields(editor: Editor) -> View {
    let name = field(Field {
        id: "role-name",
        label: words::NAME,
        example: words::NAME_EXAMPLE,
        value: editor.name,
        problem: editor.problem,
        max: RoleName::MAX_CHARS,
    });
    let (colors, emoji) = (colors(editor), emoji(editor));
    let hoist = switch(words::HOIST, words::HOIST_HINT, editor.hoist);
    let mentionable = switch(words::MENTIONABLE, words::MENTIONABLE_HINT, editor.mentionable);
    view! {
        (name)
        (colors)
        (emoji)
        (hoist)
        (mentionable)
    }
}

fn switch(title: &'static str, hint: &'static str, on: Signal<bool>) -> View {
    view! {
        label(class="switch") {
            span(class="card-text") {
                strong { (title) }
                span(class="hint") { (hint) }
            }
            input(r#type="checkbox", role="switch", prop:checked=move || on.get(), on:change=handler(move |event: web_sys::Event| {
                on.set(browser::is_checked(&event));
            }))
        }
    }
}

fn colors(editor: Editor) -> View {
    let color = editor.color;
    let mut swatches = vec![swatch(color, words::NO_COLOR, None)];
    swatches.extend(words::PALETTE.into_iter().map(|(name, value)| swatch(color, name, Some(value))));
    let is_own = create_selector(move || {
        color.get().is_some_and(|color| !words::PALETTE.iter().any(|(_, value)| *value == color))
    });
    let own = view! {
        label(class="swatch swatch-own", title=words::OWN_COLOR, data-chosen=move || is_own.get().then_some("true")) {
            input(r#type="color", id="role-color", aria-label=words::OWN_COLOR,
                prop:value=move || written(color.get().unwrap_or(0x80_80_80)), on:input=handler(move |event: web_sys::Event| {
                    if let Some(chosen) = browser::value_of(&event).and_then(|text| color_of(&text)) {
                        color.set(Some(chosen));
                    }
                }))
        }
    };
    let previews = previews(editor);
    view! {
        fieldset(class="field") {
            legend { (words::COLOR) }
            div(class="swatches", role="radiogroup", aria-label=words::COLOR) {
                (swatches)
                (own)
            }
            (previews)
        }
    }
}

fn swatch(color: Signal<Option<u32>>, name: &'static str, value: Option<u32>) -> View {
    let shown = view! { span(class="swatch-color", data-none=value.is_none().then_some("true")) };
    paint(browser::element_of::<HtmlElement>(&shown).as_ref(), value);
    view! {
        label(class="swatch", title=name) {
            input(r#type="radio", name="role-color", aria-label=name, prop:checked=move || color.get() == value, on:change=handler(move |_: web_sys::Event| {
                color.set(value);
            }))
            (shown)
        }
    }
}

/// Colours come as a property that the styles use: no element has a style of its own.
fn paint(element: Option<&HtmlElement>, color: Option<u32>) {
    let Some(element) = element else { return };
    let style = element.style();
    let _ = match color {
        Some(color) => style.set_property("--chosen", &written(color)),
        None => style.remove_property("--chosen").map(drop),
    };
}

/// A name in both themes, as it will look there, and what became of the colour.
fn previews(editor: Editor) -> View {
    let preview = |theme: &'static str, class: &'static str, place: usize| {
        let color = editor.color;
        let name =
            view! { strong(class="preview-name") { bdi { (Live { now: move || editor.shown_name() }) } } };
        let element = browser::element_of::<HtmlElement>(&name);
        create_effect(move || paint(element.as_ref(), color.get()));
        let look = create_selector(move || {
            let (on_light, on_dark) = looks(color.get()?);
            Some(words::look([on_light, on_dark][place.min(1)]))
        });
        view! {
            div(class=class) {
                (name)
                span { (theme) (Live { now: move || look.get().map(|look| format!(": {look}")).unwrap_or_default() }) }
            }
        }
    };
    let (light, dark) = (
        preview(words::ON_LIGHT, "preview preview-light", 0),
        preview(words::ON_DARK, "preview preview-dark", 1),
    );
    view! { div(class="previews", aria-live="polite") { (light) (dark) } }
}

fn emoji(editor: Editor) -> View {
    let Editor { client, emoji, .. } = editor;
    let (is_open, typed) = (create_signal(false), create_signal(String::new()));
    let found = create_selector(move || {
        let typed = typed.with(|typed| lower(typed.trim()));
        let of = |emoji: &Emoji| (emoji.glyph.clone(), emoji.name.clone());
        client.emoji.with(|list| match list {
            Some(list) if typed.is_empty() => list.all.iter().take(MOST_FOUND).map(of).collect::<Vec<_>>(),
            Some(list) => list.search(&typed, MOST_FOUND).into_iter().map(of).collect(),
            None => Vec::new(),
        })
    });
    let choose = move |glyph: Option<String>| {
        emoji.set(glyph);
        is_open.set(false);
        browser::later(0, || browser::focus("#role-emoji"));
    };
    view! {
        div(class="field") {
            span(class="field-label", id="role-emoji-label") { (words::EMOJI) }
            div(class="role-emoji-line") {
                span(class="role-emoji-shown", data-none=move || emoji.with(Option::is_none).then_some("true")) {
                    (Live { now: move || emoji.get_clone().unwrap_or_else(|| words::NO_EMOJI.to_owned()) })
                }
                button(id="role-emoji", class="button button-small button-quiet", r#type="button", aria-describedby="role-emoji-label",
                    aria-expanded=move || if is_open.get() { "true" } else { "false" },
                    on:click=handler(move |_| {
                        client.load_emoji();
                        is_open.set(!is_open.get_untracked());
                        if is_open.get_untracked() {
                            browser::later(0, || browser::focus("#role-emoji-search"));
                        }
                    })) { (Live { now: move || if emoji.with(Option::is_some) { words::CHANGE_EMOJI } else { words::CHOOSE_EMOJI } }) }
                (Live { now: move || if emoji.with(Option::is_some) {
                    view! { button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| choose(None))) { (words::NO_EMOJI) } }
                } else {
                    View::new()
                } })
            }
            div(class="role-emoji-picker", hidden=move || !is_open.get()) {
                input(id="role-emoji-search", class="input", r#type="search", autocomplete="off", placeholder=all_words::SEARCH_EMOJI,
                    aria-label=all_words::SEARCH_EMOJI, bind:value=typed, on:keydown=handler(move |event: KeyboardEvent| if event.key() == "Escape" {
                        event.prevent_default();
                        is_open.set(false);
                        browser::focus("#role-emoji");
                    }))
                div(class="emoji-grid", role="group", aria-label=all_words::EMOJI) {
                    (Live { now: move || found.get_clone().into_iter().map(|(glyph, name)| {
                        let (label, chosen) = (name.clone(), glyph.clone());
                        view! {
                            button(class="emoji-choice", r#type="button", aria-label=label, title=name, on:click=handler(move |_| choose(Some(chosen.clone())))) { (glyph) }
                        }
                    }).collect::<Vec<_>>() })
                }
                p(class="hint", role="status") { (Live { now: move || found.with(|found| match found.is_empty() {
                    true if client.emoji.with(Option::is_some) => all_words::NO_EMOJI_FOUND,
                    true => all_words::LOADING,
                    false => "",
                }) }) }
            }
        }
    }
}
