//! Keys that work anywhere in the app.

use super::{Client, Panel};
use crate::browser;
use crate::client::panel::{General, People};
use crate::state::{Direction, Key, Route, Shortcut};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

impl Client {
    pub(super) fn listen_to_keys(self) {
        let Some(document) = browser::document() else { return };
        browser::listen(&document, "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.is_composing()) else {
                return;
            };
            let name = event.key();
            if self.types_ahead(&name, event) {
                return event.prevent_default();
            }
            let key = Key {
                name: &name,
                command: event.ctrl_key() || event.meta_key(),
                alt: event.alt_key(),
                shift: event.shift_key(),
                typing: is_typing(event),
            };
            if let Some(shortcut) = Shortcut::of(key)
                && !event.default_prevented()
                && self.does(shortcut)
            {
                event.prevent_default();
            }
        });
    }

    /// The switcher may still be on its way when somebody types into it: their letters wait for it.
    fn types_ahead(self, key: &str, event: &KeyboardEvent) -> bool {
        let is_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        // A space presses the button that has the focus.
        let is_awaited = !is_command
            && key.chars().count() == 1
            && key != " "
            && self.panel.with_untracked(|panel| *panel == Some(General::Switcher.into()))
            && browser::find("#switcher").is_none();
        if is_awaited {
            self.wire.update_silent(|wire| wire.typed_ahead.push_str(key));
        }
        is_awaited
    }

    /// What was typed for the switcher before it was there.
    pub fn take_typed_ahead(self) -> String {
        self.wire.update_silent(|wire| std::mem::take(&mut wire.typed_ahead))
    }

    /// Whether there was something to do.
    fn does(self, shortcut: Shortcut) -> bool {
        let panel = self.panel.get_clone_untracked();
        let is_inside = self.model.with_untracked(|model| model.is_known());
        match shortcut {
            // Dialogs close by themselves.
            Shortcut::Close if matches!(panel, Some(Panel::Channels | Panel::Members)) => self.close(),
            Shortcut::Switch if is_inside && panel == Some(General::Switcher.into()) => self.close(),
            Shortcut::Switch if is_inside => {
                self.take_typed_ahead();
                self.open(General::Switcher);
            }
            // Once more is the browser's own.
            Shortcut::Search if is_inside && panel.is_none() => return self.search_here(),
            Shortcut::Overview if panel != Some(General::Shortcuts.into()) => self.open(General::Shortcuts),
            Shortcut::Settings if is_inside => self.go(Route::Settings),
            Shortcut::Channel(direction) if panel.is_none() => return self.steps(direction, false),
            Shortcut::Unread(direction) if panel.is_none() => return self.steps(direction, true),
            _ => return false,
        }
        true
    }

    /// Looks for messages of the hub that is open; `false`: none is.
    pub fn search_here(self) -> bool {
        let hub = self.route.with_untracked(Route::hub);
        if let Some(hub) = hub {
            self.open(People::Search(hub));
        }
        hub.is_some()
    }

    fn steps(self, direction: Direction, unread: bool) -> bool {
        let next = self.model.with_untracked(|model| model.neighbour(direction, unread));
        if let Some((hub, channel)) = next {
            self.go(Route::Channel(hub, channel));
        }
        next.is_some()
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.matches("input, textarea, select, [contenteditable]").unwrap_or(false))
}
