//! Choosing several messages to delete them together. The list of messages knows nothing of it: while it lasts, taps and
//! keys on messages are taken here before they get there, and what is chosen is marked on the rows.

use super::more_icons::icon;
use crate::browser;
use crate::client::Client;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Model, Timeline};
use crate::words::{self, moderation};
use hubbub_shared::model::Message;
use hubbub_shared::{ChannelId, MessageId};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, KeyboardEvent};

/// So many are deleted together.
const MOST: usize = 100;
/// What happens to messages and means that they are chosen, or no longer.
const EVENTS: [&str; 4] = ["click", "keydown", "pointerdown", "touchend"];

/// The choice that goes on. Copies are the same.
#[derive(Clone, Copy)]
struct Choice {
    client: Client,
    channel: ChannelId,
    chosen: Signal<Vec<MessageId>>,
    /// The person is asked whether they shall go.
    asks: Signal<bool>,
    /// They are on their way out.
    busy: Signal<bool>,
}

/// What stands in the place of the composer meanwhile.
pub fn selecting(client: Client, first: &Message) -> View {
    let choice = Choice {
        client,
        channel: first.channel,
        chosen: create_signal(vec![first.id]),
        asks: create_signal(false),
        busy: create_signal(false),
    };
    choice.listen();
    choice.mark();
    to_messages();
    view! {
        div(class="selecting", role="group", aria-label=moderation::SELECTING, on:keydown=handler(move |event: KeyboardEvent| choice.key(&event))) {
            (Live { now: move || if choice.asks.get() { choice.question() } else { choice.bar() } })
        }
    }
}

impl Choice {
    fn bar(self) -> View {
        let count = create_selector(move || self.chosen.with(Vec::len));
        let (close, trash) = (icon("close"), icon("trash"));
        view! {
            button(class="icon-button", r#type="button", data-testid="end-selecting", aria-label=moderation::END_SELECTING,
                title=moderation::END_SELECTING, on:click=handler(move |_| self.client.end_edit())) { (close) }
            span(class="selecting-count", role="status") { (Live { now: move || moderation::selected(count.get()) }) }
            button(class="button button-danger", r#type="button", data-testid="delete-selected", disabled=move || count.get() == 0,
                on:click=handler(move |_| self.ask())) {
                (trash)
                (words::DELETE)
            }
        }
    }

    fn question(self) -> View {
        let asked = moderation::delete_together(self.chosen.with_untracked(Vec::len));
        browser::soon(|| browser::focus(".selecting .button-quiet"));
        view! {
            span(class="selecting-count", role="alert") { (asked) }
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| self.take_back())) { (words::CANCEL) }
            button(class="button button-danger", r#type="button", data-testid="delete-together", disabled=move || self.busy.get(),
                on:click=handler(move |_| self.delete())) { (words::DELETE) }
        }
    }

    fn key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "Escape" if self.asks.get_untracked() => self.take_back(),
            "Escape" => self.client.end_edit(),
            _ => {}
        }
    }

    fn take_back(self) {
        self.asks.set(false);
        to_messages();
    }

    fn ask(self) {
        self.asks.set(self.chosen.with_untracked(|chosen| !chosen.is_empty()));
    }

    fn delete(self) {
        let messages = self.chosen.get_clone_untracked();
        let count = messages.len();
        self.busy.set(true);
        self.client.delete_together(self.channel, messages, move |answer| match answer {
            Ok(()) => {
                self.client.end_edit();
                self.client.notify(moderation::deleted_together(count));
            }
            // What was chosen stays so, to be tried again.
            Err(problem) => {
                if self.busy.is_alive() {
                    self.busy.set(false);
                }
                self.client.complain(&problem);
            }
        });
    }

    /// Chooses a message, or no longer.
    fn toggle(self, message: MessageId) {
        let chosen = self.chosen.get_clone_untracked();
        match chosen.iter().position(|one| *one == message) {
            None if chosen.len() >= MOST => self.client.notify(moderation::SELECTED_MOST),
            None => self.chosen.update(|chosen| chosen.push(message)),
            Some(at) => self.chosen.update(|chosen| {
                chosen.remove(at);
            }),
        }
        self.asks.set(false);
    }

    fn act(self, event: &Event) {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        match (event.type_().as_str(), key.as_deref()) {
            // No menu of a long press.
            ("pointerdown" | "touchend", _) => return event.stop_propagation(),
            (_, Some("Escape")) => self.client.end_edit(),
            (_, Some("Delete" | "Backspace")) => self.ask(),
            (_, Some(" " | "Enter") | None) => match self.message_of(event) {
                Some(message) => self.toggle(message),
                None => return,
            },
            // What leads from message to message, and out of them.
            (_, Some(_)) => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// The message that something happens to, if it can be deleted.
    fn message_of(self, event: &Event) -> Option<MessageId> {
        let row = event.target()?.dyn_into::<Element>().ok()?.closest(".message[data-id]").ok()??;
        let id: MessageId = row.get_attribute("data-id")?.parse().ok()?;
        let is_there = self.client.model.with_untracked(|model| {
            let mut all = model.timeline(self.channel).into_iter().flat_map(Timeline::messages);
            all.any(|message| message.id == id && !message.deleted)
        });
        is_there.then_some(id)
    }

    /// Comes before everybody else who listens, and ends with the bar.
    fn listen(self) {
        let Some(list) = browser::find(".conversation-list") else { return };
        let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| self.act(&event));
        for event in EVENTS {
            let listener = heard.as_ref().unchecked_ref();
            let _ = list.add_event_listener_with_callback_and_bool(event, listener, true);
        }
        let _ = list.set_attribute("data-selecting", "");
        on_cleanup(move || {
            for event in EVENTS {
                let listener = heard.as_ref().unchecked_ref();
                let _ = list.remove_event_listener_with_callback_and_bool(event, listener, true);
            }
            let _ = list.remove_attribute("data-selecting");
            clear(&list);
        });
    }

    /// The rows show what is chosen, also those that are drawn anew meanwhile. What somebody else deletes is no longer
    /// chosen.
    fn mark(self) {
        let is_gone = move |model: &Model, one: MessageId| {
            let mut all = model.timeline(self.channel).into_iter().flat_map(Timeline::messages);
            all.any(|message| message.id == one && message.deleted)
        };
        create_effect(move || {
            let before = self.chosen.get_clone();
            let chosen: Vec<MessageId> = self
                .client
                .model
                .with(|model| before.iter().copied().filter(|one| !is_gone(model, *one)).collect());
            if chosen.len() < before.len() {
                return self.chosen.set(chosen);
            }
            browser::soon(move || {
                let Some(list) = browser::find(".conversation-list[data-selecting]") else { return };
                clear(&list);
                for message in chosen {
                    if let Ok(Some(row)) = list.query_selector(&format!("[data-id=\"{message}\"]")) {
                        let _ = row.set_attribute("data-selected", "");
                        let _ = row.set_attribute("aria-description", moderation::SELECTED);
                    }
                }
            });
        });
    }
}

/// With keys one goes on from what is chosen, or from where one has gone meanwhile. A finger needs no focus, and what is on
/// the screen stays there.
fn to_messages() {
    if !browser::is_touch_only() {
        let is_there = || browser::focused().is_some_and(|it| it.class_list().contains("message"));
        browser::after_dialog(move || {
            if !is_there() {
                browser::focus("[data-selected]");
            }
        });
    }
}

fn clear(list: &Element) {
    while let Ok(Some(row)) = list.query_selector("[data-selected]") {
        let _ = row.remove_attribute("data-selected");
        let _ = row.remove_attribute("aria-description");
    }
}
