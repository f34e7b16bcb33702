//! Suggestions over the composer while a name is typed. The focus stays in the field; `aria-activedescendant` says
//! which one is meant.

use super::suggestions::{MOST, suggestions};
use super::writing::{Completion, Composer, Suggestion};
use crate::components::avatar::avatar;
use crate::components::more_icons::icon;
use crate::offline::emoji;
use crate::reactive::{Live, create_effect, handler};
use crate::state::{List, Named, Query, Sign, query};
use crate::words;
use std::rc::Rc;
use sycamore::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

/// Draws the list of suggestions, as often as there are any.
pub fn suggested(composer: Composer) -> View {
    composer.completion.view(composer)
}

impl Completion {
    /// Looks what is being typed.
    fn look(self, composer: Composer) {
        if self.is_gone() {
            return;
        }
        let text = composer.text.get_clone_untracked();
        let asked = composer.area.caret().and_then(|caret| query(&text, caret));
        let start = asked.as_ref().map(|query| query.start);
        if self.dismissed.get_untracked() != start {
            self.dismissed.set_silent(None);
        }
        let asked = asked.filter(|_| self.dismissed.get_untracked().is_none());
        if asked.as_ref().is_some_and(|query| query.sign == Sign::Emoji) {
            composer.client.load_emoji();
        }
        if asked.as_ref().is_some_and(|query| query.sign == Sign::Person) {
            composer.client.meet_for_name(composer.channel);
        }
        self.show(composer, asked);
    }

    fn show(self, composer: Composer, asked: Option<Query>) {
        let found = asked.as_ref().map(|query| suggestions(composer, query)).unwrap_or_default();
        if asked != self.query.get_clone_untracked() {
            self.marked.set(0);
        }
        self.query.set(asked);
        if *self.found.get_clone_untracked() != found {
            self.found.set(Rc::new(found));
        }
    }

    /// The channel was left, or is no more, since somebody was to look.
    fn is_gone(self) -> bool {
        !self.query.is_alive()
    }

    fn takes(self, composer: Composer, event: &KeyboardEvent) -> bool {
        let count = self.found.with_untracked(|found| found.len());
        if count == 0 || event.is_composing() {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.marked.set((self.marked.get_untracked() + 1) % count),
            "ArrowUp" => self.marked.set((self.marked.get_untracked() + count - 1) % count),
            "Enter" | "Tab" if !event.shift_key() => self.take(composer, self.marked.get_untracked()),
            "Escape" => {
                self.dismissed
                    .set(self.query.with_untracked(|query| query.as_ref().map(|query| query.start)));
                self.show(composer, None);
            }
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    fn take(self, composer: Composer, place: usize) {
        let found = self.found.get_clone_untracked();
        let (Some(one), Some(query)) = (found.get(place), self.query.get_clone_untracked()) else { return };
        let caret = composer.area.caret().unwrap_or(query.start);
        if let Some((name, named)) = &one.named {
            composer.names.update(|names| names.insert(0, (name.clone(), *named)));
        } else {
            emoji::keep(&one.inserted);
        }
        composer.area.replace(query.start, caret, &format!("{} ", one.inserted));
        self.show(composer, None);
    }

    fn view(self, composer: Composer) -> View {
        // The list of emoji may come while a name is typed.
        create_effect(on(composer.client.emoji, move || self.look(composer)));
        create_effect(on(self.looked, move || self.look(composer)));
        self.takes_key.set(Some(Rc::new(move |event| self.takes(composer, event))));
        on_cleanup(move || {
            if !self.is_gone() {
                self.takes_key.set(None);
                self.close();
            }
        });
        view! {
            (Live { now: move || match (self.is_open(), self.lacks_people(composer)) {
                (false, false) => View::new(),
                (is_open, lacks_people) => {
                    let list = if is_open { self.list(composer) } else { View::new() };
                    let hint = if lacks_people { view! { p(class="hint suggestions-hint") { (words::SUGGESTED_MET) } } } else { View::new() };
                    view! { div(class="suggestions", data-testid="suggestions") { (list) (hint) } }
                }
            } })
        }
    }

    fn list(self, composer: Composer) -> View {
        let found = self.found.get_clone();
        let options: Vec<View> =
            found.iter().enumerate().map(|(place, one)| self.option(composer, place, one)).collect();
        view! {
            div(id="suggestions", role="listbox", aria-label=words::SUGGESTIONS) { (options) }
        }
    }

    /// Whether somebody may be meant whom this device does not know, and there is room to say so.
    fn lacks_people(self, composer: Composer) -> bool {
        if self.found.with(|found| found.len() == MOST) {
            return false;
        }
        let names_somebody = |query: &Query| query.sign == Sign::Person && !query.text.is_empty();
        self.query.with(|query| query.as_ref().is_some_and(names_somebody))
            && composer.client.model.with_untracked(|model| {
                let hub = model.hubs.hub_of(composer.channel);
                hub.is_some_and(|hub| !model.members.is_complete(hub, List::Everybody))
            })
    }

    fn option(self, composer: Composer, place: usize, one: &Suggestion) -> View {
        let picture = match (&one.person, one.named.as_ref().map(|(_, named)| *named)) {
            (Some(user), _) => avatar(user, ""),
            (None, Some(Named::Channel(_))) => icon("hash"),
            (None, Some(Named::Role(_))) => icon("users"),
            (None, Some(Named::Crowd(_))) => icon("megaphone"),
            _ => {
                let glyph = one.inserted.clone();
                view! { span(class="suggestion-glyph") { (glyph) } }
            }
        };
        let (label, detail) = (one.label.clone(), one.detail.clone());
        view! {
            div(class="suggestion", role="option", id=format!("suggestion-{place}"), data-testid="suggestion",
                aria-selected=move || if self.marked.get() == place { "true" } else { "false" },
                // The field keeps the focus, and the keyboard of a phone stays.
                on:pointerdown=handler(|event: PointerEvent| event.prevent_default()),
                on:mousedown=handler(|event: web_sys::MouseEvent| event.prevent_default()),
                on:click=handler(move |_| self.take(composer, place))) {
                (picture)
                bdi(class="suggestion-label") { (label) }
                span(class="suggestion-detail") { (detail) }
            }
        }
    }
}
