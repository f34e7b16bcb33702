//! The emoji to choose from, for what is being written or to react with: a sheet on a phone, a card on a desktop. One group
//! at a time is drawn, so that it is there at once on a slow phone too.

use super::area::Area;
use crate::client::Client;
use crate::components::dialog::frame;
use crate::components::message::focus::keep_focus;
use crate::components::more_icons::icon;
use crate::letters::lower;
use crate::offline::emoji;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Emoji, EmojiList, TONES};
use crate::{browser, words};
use hubbub_shared::model::Message;
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

/// Found ones; who wants others types on.
const MOST_FOUND: usize = 96;
/// A picture for each group, in the order of the list.
const SIGNS: [&str; 9] = ["😀", "👋", "🐻", "🍎", "🚗", "⚽", "💡", "❤️", "🏳️"];

#[derive(Clone, Copy)]
struct Picker {
    client: Client,
    target: Target,
    search: Signal<String>,
    /// `None`: the recent ones.
    group: Signal<Option<usize>>,
    tone: Signal<String>,
}

/// What an emoji is chosen for.
#[derive(Clone, Copy)]
enum Target {
    /// It gets into the field.
    Field(Area),
    /// The person reacts with it to the message.
    Message(Signal<Rc<Message>>),
}

/// Draws it over a message. What is chosen is reacted with.
pub fn reacting(client: Client, message: Rc<Message>) -> View {
    let inner = inner(client, Target::Message(create_signal(message)));
    // On a phone the keyboard would cover what is there to be chosen.
    let first = browser::is_touch_only().then_some("");
    let body = view! { div(class="emoji-dialog", tabindex="-1", data-focus=first, data-testid="emoji-picker") { (inner) } };
    frame("dialog beside emoji-sheet", words::conversing::REACT.to_owned(), body)
}

/// Draws it over the field. What is chosen gets into that.
pub fn picker(client: Client, area: Area) -> View {
    let inner = inner(client, Target::Field(area));
    if !browser::is_touch_only() {
        browser::later(0, || browser::focus(".emoji-search"));
    }
    view! {
        div(class="emoji-scrim", on:click=handler(move |_| client.close()))
        section(class="emoji-picker", aria-label=words::EMOJI, data-testid="emoji-picker", on:keydown=handler(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                client.close();
                area.focus();
            }
        })) { (inner) }
    }
}

fn inner(client: Client, target: Target) -> View {
    client.load_emoji();
    let has_recent = !emoji::recent().is_empty();
    let picker = Picker {
        client,
        target,
        search: create_signal(String::new()),
        group: create_signal(if has_recent { None } else { Some(0) }),
        tone: create_signal(emoji::tone()),
    };
    let (search, tones, groups) = (search(picker), tones(picker), groups(picker));
    view! {
        div(class="emoji-head") {
            (search)
            (tones)
        }
        (groups)
        div(class="emoji-grid", role="group", aria-label=words::EMOJI, on:keydown=handler(|event: KeyboardEvent| move_focus(&event))) {
            (Live { now: move || match client.emoji.get_clone() {
                Some(list) => grid(picker, list),
                None => view! { p(class="hint", role="status") { (words::LOADING) } },
            } })
        }
    }
}

fn search(picker: Picker) -> View {
    let search = picker.search;
    view! {
        input(class="input emoji-search", r#type="search", autocomplete="off", enterkeyhint="search",
            placeholder=words::SEARCH_EMOJI, aria-label=words::SEARCH_EMOJI, bind:value=search,
            on:keydown=handler(move |event: KeyboardEvent| match event.key().as_str() {
                "Enter" => {
                    event.prevent_default();
                    if let Some(first) = browser::find(".emoji-grid button").and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                        first.click();
                    }
                }
                "ArrowDown" => {
                    event.prevent_default();
                    browser::focus(".emoji-grid button");
                }
                _ => {}
            }))
    }
}

/// The next tone with each touch: the hand shows which.
fn tones(picker: Picker) -> View {
    let tone = picker.tone;
    view! {
        button(class="icon-button emoji-tone", r#type="button", aria-label=words::SKIN_TONE, title=words::SKIN_TONE, on:click=handler(move |_| {
            let now = TONES.iter().position(|one| tone.with_untracked(|tone| tone == one)).unwrap_or_default();
            let next = TONES[(now + 1) % TONES.len()];
            emoji::keep_tone(next);
            tone.set(next.to_owned());
        })) { (Live { now: move || format!("✋{}", tone.get_clone()) }) }
    }
}

fn groups(picker: Picker) -> View {
    let recent = icon("clock");
    let tab = move |place: Option<usize>, picture: View, name: &'static str| {
        view! {
            button(class="emoji-group", r#type="button", aria-label=name, title=name,
                aria-pressed=move || if picker.group.get() == place && picker.search.with(String::is_empty) { "true" } else { "false" },
                on:click=handler(move |_| {
                    picker.search.set(String::new());
                    picker.group.set(place);
                })) { (picture) }
        }
    };
    let mut tabs = vec![tab(None, recent, words::RECENT_EMOJI)];
    for (place, (sign, name)) in SIGNS.iter().zip(words::EMOJI_GROUPS).enumerate() {
        tabs.push(tab(Some(place), View::from(*sign), name));
    }
    view! { div(class="emoji-groups") { (tabs) } }
}

fn grid(picker: Picker, list: Rc<EmojiList>) -> View {
    let shown = create_selector(move || {
        let (typed, group) = (lower(picker.search.get_clone().trim()), picker.group.get());
        let tone = picker.tone.get_clone();
        let of = |emoji: &Emoji| (emoji.toned(&tone), emoji.name.clone());
        match group {
            _ if !typed.is_empty() => list.search(&typed, MOST_FOUND).into_iter().map(of).collect(),
            Some(group) => list.all.iter().filter(|emoji| emoji.group == group).map(of).collect(),
            None => {
                let name =
                    |glyph: &str| list.all.iter().find(|it| it.glyph == glyph).map(|it| it.name.clone());
                let recent = emoji::recent().into_iter();
                recent.map(|glyph| (glyph.clone(), name(&glyph).unwrap_or(glyph))).collect::<Vec<_>>()
            }
        }
    });
    view! {
        (Live { now: move || if shown.with(Vec::is_empty) {
            view! { p(class="hint emoji-none", role="status") { (words::NO_EMOJI_FOUND) } }
        } else {
            let buttons: Vec<View> = shown.get_clone().into_iter().enumerate().map(|(place, one)| button(picker, place, one)).collect();
            view! { (buttons) }
        } })
    }
}

fn button(picker: Picker, place: usize, (glyph, name): (String, String)) -> View {
    let label = name.clone();
    let chosen = glyph.clone();
    // One stop for the Tab key; arrows lead on.
    let stop = if place == 0 { "0" } else { "-1" };
    view! {
        button(class="emoji-choice", r#type="button", tabindex=stop, aria-label=label, title=name,
            on:pointerdown=handler(|event: PointerEvent| if event.pointer_type() == "mouse" { event.prevent_default() }),
            on:click=handler(move |event: web_sys::MouseEvent| choose(picker, &chosen, event.shift_key()))) { (glyph) }
    }
}

/// With Shift it stays open for more.
fn choose(picker: Picker, glyph: &str, more: bool) {
    let Picker { client, target, .. } = picker;
    emoji::keep(glyph);
    match target {
        Target::Field(area) => area.insert(glyph),
        Target::Message(message) => {
            // A copy: nothing changes while a signal is read.
            let message = message.get_clone_untracked();
            client.react(&message, glyph, true);
            keep_focus(message.id);
        }
    }
    if !more {
        client.close();
        if let Target::Field(area) = target
            && !browser::is_touch_only()
        {
            area.focus();
        }
    }
}

/// Arrows move in the grid as it is laid out.
fn move_focus(event: &KeyboardEvent) {
    let Some(active) = browser::document().and_then(|document| document.active_element()) else { return };
    let step = |from: &Element, forward: bool| {
        if forward { from.next_element_sibling() } else { from.previous_element_sibling() }
    };
    let next = match event.key().as_str() {
        "ArrowRight" => step(&active, true),
        "ArrowLeft" => step(&active, false),
        "ArrowDown" => below(&active, |from| step(from, true)),
        "ArrowUp" => below(&active, |from| step(from, false)),
        _ => return,
    };
    event.prevent_default();
    match next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        Some(next) => drop(next.focus()),
        None if event.key() == "ArrowUp" => browser::focus(".emoji-search"),
        None => {}
    }
}

/// The next one in the same column.
fn below(from: &Element, step: impl Fn(&Element) -> Option<Element>) -> Option<Element> {
    let left = from.get_bounding_client_rect().left();
    let mut at = step(from)?;
    while (at.get_bounding_client_rect().left() - left).abs() > 1.0 {
        at = step(&at)?;
    }
    Some(at)
}
