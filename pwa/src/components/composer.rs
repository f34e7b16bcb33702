//! Where messages are written and edited. What is typed is kept at every keystroke.

use super::icon::icon;
use crate::client::Client;
use crate::offline::drafts;
use crate::{browser, words};
use hubbub_shared::model::Message;
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, Permissions};
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement, KeyboardEvent};

/// From here on the characters that are left are counted.
const COUNT_FROM: usize = MessageText::MAX_CHARS - 300;

/// Draws the composer of a channel, or says why there is none.
pub fn composer(client: Client, channel: ChannelId) -> View {
    let may_send = create_selector(move || {
        client.model.with(|model| model.permissions(channel).contains(Permissions::SEND))
    });
    view! {
        footer(class="composer") {
            (if may_send.get() { form(client, channel) } else { view! { p(class="composer-closed") { (words::READ_ONLY) } } })
        }
    }
}

#[derive(Clone, Copy)]
struct Composer {
    client: Client,
    channel: ChannelId,
    text: Signal<String>,
    /// An edit is on its way.
    busy: Signal<bool>,
}

fn form(client: Client, channel: ChannelId) -> View {
    let composer =
        Composer { client, channel, text: create_signal(drafts::read(channel)), busy: create_signal(false) };
    let typing = typing_line(client, channel);
    let bar = editing_bar(composer);
    let area = text_area(composer);
    let counter = counter(composer.text);
    let symbols = (icon("send"), icon("check"));
    let nothing = create_selector(move || composer.text.with(|text| text.trim().is_empty()));
    view! {
        (typing)
        (bar)
        form(class="composer-form", on:submit=move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            composer.submit();
        }) {
            (area)
            (counter)
            button(class="composer-send", r#type="submit", data-testid="send", disabled=move || nothing.get() || composer.busy.get(),
                aria-label=move || if client.editing.with(Option::is_some) { words::SAVE_EDIT } else { words::SEND },
                data-editing=move || client.editing.with(Option::is_some).then_some("true"),
                // The keyboard of a phone stays when the button is touched.
                on:pointerdown=|event: web_sys::PointerEvent| event.prevent_default()) {
                (symbols.0)
                (symbols.1)
            }
        }
    }
}

fn text_area(composer: Composer) -> View {
    let Composer { client, channel, text, .. } = composer;
    let label = create_selector(move || words::write_to(&client.channel_name(channel).unwrap_or_default()));
    let view = view! {
        textarea(class="composer-text", rows="1", data-testid="composer", autocapitalize="sentences",
            enterkeyhint=if browser::is_touch_only() { "enter" } else { "send" },
            aria-label=move || label.get_clone(), placeholder=move || label.get_clone(), bind:value=text,
            on:input=move |_: web_sys::Event| composer.typed(),
            on:keydown=move |event: KeyboardEvent| composer.key(&event))
    };
    let element = view.as_web_sys().first().and_then(|node| node.dyn_ref::<HtmlTextAreaElement>()).cloned();
    let grown = element.clone();
    create_effect(move || {
        text.track();
        let grown = grown.clone();
        browser::soon(move || grow(grown.as_ref()));
    });
    let mut was_editing = false;
    create_effect(move || {
        let editing = client.editing.get_clone();
        if editing.is_some() || was_editing {
            text.set(
                editing.as_ref().map_or_else(|| drafts::read(channel), |message| message.content.clone()),
            );
            focus(element.as_ref());
        } else if !browser::is_touch_only() {
            focus(element.as_ref());
        }
        was_editing = editing.is_some();
    });
    view
}

fn focus(element: Option<&HtmlTextAreaElement>) {
    let element = element.cloned();
    // After the click or the dialog that led here is over: those move the focus themselves.
    browser::later(0, move || {
        if let Some(element) = element {
            let _ = element.focus();
            let end = element.value().encode_utf16().count() as u32;
            let _ = element.set_selection_range(end, end);
        }
    });
}

/// As high as its text, up to what the style allows.
fn grow(element: Option<&HtmlTextAreaElement>) {
    let Some(style) = element.and_then(|element| element.dyn_ref::<HtmlElement>()).map(HtmlElement::style)
    else {
        return;
    };
    let _ = style.set_property("height", "auto");
    let height = element.map_or(0, |element| element.scroll_height());
    if height > 0 {
        let _ = style.set_property("height", &format!("{height}px"));
    }
}

impl Composer {
    fn typed(self) {
        if self.client.editing.with_untracked(Option::is_some) {
            return;
        }
        let text = self.text.get_clone_untracked();
        drafts::keep(self.channel, &text);
        if !text.trim().is_empty() {
            self.client.types(self.channel);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        let plain = !event.shift_key()
            && !event.ctrl_key()
            && !event.meta_key()
            && !event.alt_key()
            && !event.is_composing();
        match event.key().as_str() {
            "Enter" if plain && !browser::is_touch_only() => {
                event.prevent_default();
                self.submit();
            }
            "ArrowUp" if plain && self.text.with_untracked(String::is_empty) => {
                if let Some(message) = self.client.last_own_message(self.channel) {
                    event.prevent_default();
                    self.client.edit(message);
                }
            }
            "Escape" if self.client.editing.with_untracked(Option::is_some) => {
                event.prevent_default();
                self.client.editing.set(None);
            }
            _ => {}
        }
    }

    fn submit(self) {
        let text = self.text.get_clone_untracked();
        match self.client.editing.get_clone_untracked() {
            Some(message) => self.save(message, &text),
            None => {
                if self.client.send(self.channel, &text) {
                    self.text.set(String::new());
                    drafts::keep(self.channel, "");
                }
            }
        }
    }

    fn save(self, message: Rc<Message>, text: &str) {
        if self.busy.get_untracked() {
            return;
        }
        if text.trim() == message.content {
            return self.client.editing.set(None);
        }
        self.busy.set(true);
        let edited = Rc::clone(&message);
        self.client.save_edit(&message, text, move |saved| {
            if !self.busy.is_alive() {
                return;
            }
            self.busy.set(false);
            // Another message may be in the composer by now.
            let still =
                self.client.editing.with_untracked(|now| now.as_ref().is_some_and(|now| now.id == edited.id));
            if saved && still {
                self.client.editing.set(None);
            }
        });
    }
}

fn editing_bar(composer: Composer) -> View {
    let client = composer.client;
    view! {
        (if client.editing.with(Option::is_some) {
            let (symbol, close) = (icon("edit"), icon("close"));
            view! {
                div(class="composer-editing") {
                    (symbol)
                    span { (words::EDITING) }
                    button(class="icon-button", r#type="button", aria-label=words::CANCEL, on:click=move |_| client.editing.set(None)) { (close) }
                }
            }
        } else {
            View::new()
        })
    }
}

fn counter(text: Signal<String>) -> View {
    let left = create_selector(move || {
        let length = text.with(|text| text.chars().count());
        (length > COUNT_FROM).then(|| MessageText::MAX_CHARS as i64 - length as i64)
    });
    view! {
        span(class="composer-counter", data-over=move || left.get().is_some_and(|left| left < 0).then_some("true")) {
            (left.get().map(words::characters_left).unwrap_or_default())
        }
    }
}

/// Who writes; its line is always there, so that nothing jumps.
fn typing_line(client: Client, channel: ChannelId) -> View {
    let line = create_selector(move || {
        client.model.with(|model| {
            let names: Vec<String> = model
                .typing
                .in_channel(channel, model.my_id())
                .into_iter()
                .map(|user| model.members.name(user).unwrap_or(words::SOMEBODY).to_owned())
                .collect();
            words::typing(&names)
        })
    });
    view! {
        div(class="typing", data-shown=move || (!line.with(String::is_empty)).then_some("true")) {
            span(class="typing-dots", aria-hidden="true") { i() i() i() }
            span { (line.get_clone()) }
        }
    }
}
