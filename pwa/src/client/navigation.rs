//! Addresses, the browser's history, and the panels that "back" closes.

use super::{Client, Panel, Seek};
use crate::browser;
use crate::client::panel::General;
use crate::state::{HubSection, Route};
use hubbub_shared::model::Message;
use hubbub_shared::{ChannelId, MessageId};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, History, MouseEvent};

/// Marks entries of the history that a panel or an edit made.
const OF_PANEL: JsValue = JsValue::TRUE;

impl Client {
    pub(super) fn listen_to_history(self) {
        if let Some(window) = browser::window() {
            browser::listen(&window, "popstate", move |_| self.went_back());
        }
        if let Some(document) = browser::document() {
            browser::listen(&document, "click", move |event| self.follow_link(&event));
        }
    }

    /// Loaded anew while a panel was open, the app stands on the panel's entry of the history, without the panel.
    pub(super) fn leave_old_panel(self) {
        if let Some(history) =
            history().filter(|history| history.state().is_ok_and(|state| state == OF_PANEL))
        {
            self.step_back(&history);
        }
    }

    fn step_back(self, history: &History) {
        self.wire.update_silent(|wire| wire.steps_back += 1);
        let _ = history.back();
    }

    fn went_back(self) {
        // The step back of a panel that closed is told later; another one may be open by then, and stays.
        let (is_own, is_open) = self.wire.update_silent(|wire| {
            let is_own = wire.steps_back > 0;
            wire.steps_back = wire.steps_back.saturating_sub(1);
            (is_own, wire.panels > 0)
        });
        if is_own && is_open {
            return;
        }
        if is_own && self.is_editing() {
            return self.give_edit_an_entry();
        }
        if !is_open && self.is_editing() {
            // Its entry of the history is the one that was left: the channel stays.
            self.wire.update_silent(|wire| wire.edit_has_entry = false);
            self.put_away();
        }
        self.wire.update_silent(|wire| wire.panels = 0);
        self.show_panel(None);
        self.show(Route::parse(&browser::address()));
    }

    fn is_editing(self) -> bool {
        self.editing.with_untracked(Option::is_some) || self.selecting.with_untracked(Option::is_some)
    }

    /// What stands in the place of the composer goes, or the message that it holds.
    fn put_away(self) {
        self.editing.set(None);
        self.selecting.set(None);
    }

    /// An edit has an entry of its own in the history, and so has choosing several messages. So "back" ends it, keeps its
    /// words, and stays in the channel, even where that was the first thing the app showed.
    ///
    /// From a menu it takes over the menu's.
    pub(super) fn begin_edit(self) {
        if self.is_editing() {
            return;
        }
        let from_panel = self.wire.update_silent(|wire| {
            wire.edit_has_entry = std::mem::take(&mut wire.panels) > 0;
            wire.edit_has_entry
        });
        match from_panel {
            true => self.show_panel(None),
            false => self.give_edit_an_entry(),
        }
    }

    /// Not while a step back is on its way: that would pass the new entry.
    fn give_edit_an_entry(self) {
        let may = self.wire.update_silent(|wire| {
            let may = wire.steps_back == 0 && !wire.edit_has_entry;
            wire.edit_has_entry |= may;
            may
        });
        if may {
            push_entry();
        }
    }

    /// Chooses messages, to begin with this one.
    pub fn select(self, message: Rc<Message>) {
        self.begin_edit();
        self.editing.set(None);
        self.selecting.set(Some(message));
    }

    /// Ends an edit, or choosing messages, otherwise than by "back".
    pub fn end_edit(self) {
        self.put_away();
        let has_entry = self.wire.update_silent(|wire| std::mem::take(&mut wire.edit_has_entry));
        if has_entry && let Some(history) = history() {
            self.step_back(&history);
        }
    }

    /// Links within the app do not load the page anew.
    fn follow_link(self, event: &web_sys::Event) {
        let Some(mouse) = event.dyn_ref::<MouseEvent>() else { return };
        let modified = mouse.ctrl_key()
            || mouse.meta_key()
            || mouse.shift_key()
            || mouse.alt_key()
            || mouse.button() != 0;
        let link = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok()?.closest("a[data-link]").ok()?);
        let Some(address) = link.and_then(|link| link.get_attribute("href")).filter(|_| !modified) else {
            return;
        };
        if !event.default_prevented() {
            event.prevent_default();
            self.go(Route::parse(&address));
            self.seek.set(Route::message_in(&address).map(Seek::Message));
        }
    }

    /// Goes to a place. From a panel or an edit, the place takes their entry in the history: "back" leads to where they
    /// were opened.
    pub fn go(self, route: Route) {
        let has_entry = self.wire.update_silent(|wire| {
            let from_edit = std::mem::take(&mut wire.edit_has_entry);
            std::mem::take(&mut wire.panels) > 0 || from_edit
        });
        if has_entry || route == self.route.get_clone_untracked() {
            return self.replace(route);
        }
        write_history(&route, false);
        self.show(route);
    }

    /// Shows a message of a channel that may be another one than the one that is open.
    pub fn lead_to(self, channel: ChannelId, message: MessageId) {
        let Some(hub) = self.model.with_untracked(|model| model.hubs.hub_of(channel)) else { return };
        let place = Route::Channel(hub, channel);
        match place == self.route.get_clone_untracked() {
            true => self.close(),
            false => self.go(place),
        }
        self.seek.set(Some(Seek::Message(message)));
    }

    /// Goes to a place that takes the current one's entry in the history.
    pub fn replace(self, route: Route) {
        self.wire.update_silent(|wire| wire.panels = 0);
        write_history(&route, true);
        self.show_panel(None);
        self.show(route);
    }

    fn show(self, route: Route) {
        if self.route.get_clone_untracked() != route {
            // Before anything of the place is drawn: who sees its newest message there has read it.
            self.model.together(|| {
                self.came_to(&route);
                self.route.set(route);
            });
        }
    }

    fn show_panel(self, panel: Option<Panel>) {
        if self.panel.get_clone_untracked() != panel {
            self.panel.set(panel);
        }
    }

    /// Opens a panel, or replaces the one that is open.
    pub fn open(self, panel: impl Into<Panel>) {
        self.open_panel(panel.into());
    }

    fn open_panel(self, panel: Panel) {
        let first = self.wire.update_silent(|wire| {
            wire.panels += 1;
            wire.panels == 1
        });
        if first {
            push_entry();
        }
        if panel == General::Switcher.into() {
            self.meet_everybody();
        }
        self.show_panel(Some(panel));
    }

    /// Closes the panel, as "back" does.
    pub fn close(self) {
        let open = self.wire.update_silent(|wire| std::mem::take(&mut wire.panels) > 0);
        self.show_panel(None);
        if open && let Some(history) = history() {
            self.step_back(&history);
        }
    }

    /// No hub is shown as somebody else would see it any more: back to the role it was seen as.
    pub fn see_as_oneself(self) {
        let Some((hub, role)) = self.model.update(|model| model.hubs.show_own()) else { return };
        self.go(HubSection::Role(Some(role)).at(hub));
    }

    /// What has to happen when the app comes to a place.
    pub(super) fn came_to(self, route: &Route) {
        self.put_away();
        self.wire.update_silent(|wire| {
            wire.edit_has_entry = false;
            wire.burst.forget();
        });
        let todos = self.model.update(|model| match route.channel() {
            Some(channel) => model.open(channel),
            None => model.close(),
        });
        self.do_all(todos);
        if let Route::Channel(hub, channel) = route {
            crate::offline::places::keep(*hub, *channel);
        }
    }
}

fn history() -> Option<History> {
    browser::window()?.history().ok()
}

/// The entry of something that lies over a place, or of an edit.
fn push_entry() {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&OF_PANEL, "", None);
    }
}

fn write_history(route: &Route, replace: bool) {
    let Some(history) = history() else { return };
    let address = route.address();
    let _ = match replace {
        true => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
        false => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
    };
}
