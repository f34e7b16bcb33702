//! Where messages are written and edited. What is typed is kept at every keystroke.

pub(super) mod area;
pub(super) mod attaching;
pub(super) mod bars;
pub(super) mod completion;
pub(super) mod emoji_picker;
pub mod names;
pub(super) mod note;
mod suggestions;
pub(super) mod writing;

use self::area::Area;
use self::writing::{Completion, Composer};
use super::icon::icon;
use super::later::{
    FilesPiece, GoverningPiece, LaterPiece, Parts, TalkingPiece, later_dialog, later_line, when_here,
};
use crate::client::panel::{Governing, Talking, Telling};
use crate::client::{Client, Panel};
use crate::offline::drafts;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Names, as_sent, as_written};
use crate::{browser, clock, words};
use hubbub_shared::model::Message;
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, Crowd, Permissions};
use std::rc::Rc;
use sycamore::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

/// What may be the beginning of a name.
const BEGINS_NAME: [char; 3] = ['@', '#', ':'];
/// So many are notified without a question.
const FEW: usize = 50;

/// Draws the composer of a channel, or says why there is none.
pub fn composer(client: Client, channel: ChannelId) -> View {
    let may_send = create_selector(move || {
        client.model.with(|model| model.permissions(channel).contains(Permissions::SEND))
    });
    let is_noted = create_selector(move || client.model.with(|model| model.hubs.is_noted(channel)));
    // Whose rules are to be accepted.
    let pending = create_selector(move || {
        client.model.with(|model| {
            let hub = model.hubs.hub_of(channel)?;
            model.hubs.get(hub).filter(|view| view.rules_pending).map(|_| hub)
        })
    });
    let line = bars::line(client, channel);
    view! {
        footer(class="composer") {
            (line)
            (Live { now: move || if is_noted.get() { later_line(LaterPiece::Note(channel)) } else { View::new() } })
            (Live { now: move || match (client.selecting.get_clone(), pending.get()) {
                (Some(first), _) => later_line(GoverningPiece::Selecting(first)),
                (None, _) if may_send.get() => form(client, channel),
                (None, Some(hub)) => later_line(LaterPiece::HubRules(hub)),
                (None, None) => closed(client, channel),
            } })
        }
    }
}

/// Who may not write is told so, and can ask why.
fn closed(client: Client, channel: ChannelId) -> View {
    // Of somebody as whom the hub is only seen there is nothing to ask.
    let is_own = create_selector(move || {
        client.model.with(|model| model.hubs.shown_as().is_none() && !client.is_dm(channel))
    });
    let why_closed = create_selector(move || {
        client.model.with(|model| {
            if client.is_dm(channel) {
                let closed = model.dms.closed(channel);
                return closed.map_or_else(|| words::LOADING.to_owned(), |closed| closed.why.clone());
            }
            let hub = model.hubs.hub_of(channel).and_then(|hub| model.hubs.get(hub));
            let until = hub.and_then(|view| view.timed_out_until);
            until.map_or_else(
                || words::READ_ONLY.to_owned(),
                |until| words::timed_out(&clock::moment(until.0)),
            )
        })
    });
    view! {
        p(class="composer-closed") {
            (Live { now: move || why_closed.get_clone() })
            button(class="composer-why", r#type="button", data-testid="why", hidden=move || !is_own.get(), on:click=handler(move |_| client.open(Governing::Why(channel, None)))) {
                (words::permissions::WHY)
            }
        }
    }
}

fn form(client: Client, channel: ChannelId) -> View {
    // What is typed into an encrypted conversation is not to lie about in clear.
    let is_dm = client.is_dm(channel);
    let composer = Composer {
        client,
        channel,
        text: create_signal(if is_dm { String::new() } else { drafts::read(channel) }),
        area: Area::new(),
        names: create_signal(Names::new()),
        completion: Completion::new(),
        nonce: create_signal(drafts::files(channel)),
        wants_files: create_signal(false),
    };
    let parts = use_context::<Parts>();
    if composer.nonce.with_untracked(|nonce| !nonce.is_empty()) {
        parts.fetch_files();
    }
    client.answering.set(drafts::answered(channel));
    let has_bar = create_selector(move || {
        client.editing.with(Option::is_some) || client.answering.with(Option::is_some)
    });
    let area = text_area(composer);
    let suggests = create_selector(move || composer.text.with(|text| text.contains(BEGINS_NAME)));
    let picker = composer.emoji_picker();
    let counter = bars::counter(composer.text);
    let files = move || when_here(FilesPiece::Attaching(Box::new(composer)));
    let (clip, smile, symbols) = (icon("clip"), icon("smile"), (icon("send"), icon("check")));
    let nothing = create_selector(move || {
        let (is_empty, is_long) = composer.text.with(|text| (text.trim().is_empty(), over_by(text) > 0));
        is_long || is_empty && !composer.has_files()
    });
    // The keyboard of a phone stays when a button is touched.
    let keep_focus = |event: PointerEvent| event.prevent_default();
    view! {
        (Live { now: move || if has_bar.get() { later_line(TalkingPiece::Intent(channel)) } else { View::new() } })
        (Live { now: files })
        form(class="composer-form", on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            composer.submit();
        })) {
            (Live { now: move || if suggests.get() { later_line(TalkingPiece::Suggesting(Box::new(composer))) } else { View::new() } })
            (picker)
            button(class="composer-emoji", r#type="button", data-testid="attach", aria-label=words::files::ATTACH, title=words::files::ATTACH, hidden=is_dm,
                disabled=move || client.editing.with(Option::is_some),
                on:click=handler(move |_| composer.attach(parts))) { (clip) }
            (area)
            (counter)
            button(class="composer-emoji", r#type="button", data-testid="emoji", aria-label=words::EMOJI, title=words::EMOJI,
                on:click=handler(move |_| composer.toggle_emoji())) { (smile) }
            button(class="composer-send", r#type="submit", data-testid="send", disabled=move || nothing.get(),
                aria-label=move || if client.editing.with(Option::is_some) { words::SAVE_EDIT } else { words::SEND },
                data-editing=move || client.editing.with(Option::is_some).then_some("true"),
                on:contextmenu=handler(move |event: web_sys::MouseEvent| {
                    event.prevent_default();
                    composer.send_later();
                }),
                on:pointerdown=keep_focus) {
                (symbols.0)
                (symbols.1)
            }
        }
    }
}

fn text_area(composer: Composer) -> View {
    let Composer { client, channel, text, area, completion, .. } = composer;
    let label = create_selector(move || match client.editing.with(Option::is_some) {
        true => words::EDITING.to_owned(),
        false => words::write_to(&client.place_name(channel)),
    });
    let look = move || completion.look_again();
    let view = view! {
        textarea(class="composer-text", rows="1", data-testid="composer", autocapitalize="sentences", dir="auto",
            enterkeyhint=if browser::is_touch_only() { "enter" } else { "send" },
            aria-autocomplete="list", aria-controls=move || completion.is_open().then_some("suggestions"),
            aria-activedescendant=move || completion.active(),
            aria-label=move || label.get_clone(), placeholder=move || label.get_clone(), bind:value=text,
            on:input=handler(move |_: web_sys::Event| {
                composer.typed();
                // After the text is known.
                browser::soon(look);
            }),
            on:click=handler(move |_: web_sys::MouseEvent| look()),
            on:keyup=handler(move |event: KeyboardEvent| if event.key().starts_with("Arrow") && !completion.is_open() { look() }),
            on:blur=handler(move |_: web_sys::FocusEvent| completion.close()),
            on:keydown=handler(move |event: KeyboardEvent| composer.key(&event)))
    };
    area.is(&view);
    create_effect(move || {
        text.track();
        client.building.track();
        browser::soon(move || area.grow());
    });
    let known = create_selector(move || {
        client.model.with(|model| model.hubs.hub_of(channel).and_then(|hub| model.members.version(hub)))
    });
    create_effect(on(known, move || browser::soon(move || completion.look_again())));
    let mut was_editing = false;
    create_effect(move || {
        let editing = client.editing.get_clone();
        if editing.is_some() {
            client.announcement.set(words::EDITING_HOW.to_owned());
        }
        if editing.is_some() || was_editing {
            composer.show(editing.as_deref());
            area.focus();
        } else if !browser::is_touch_only() {
            area.focus();
        }
        was_editing = editing.is_some();
    });
    let mut is_first = true;
    create_effect(move || {
        let answered = client.answering.get_clone();
        if let Some(answered) = answered.filter(|_| !is_first) {
            let name = answered.quote.author.map(|author| author.display_name);
            client.announcement.set(words::conversing::replying_to(name.as_deref()));
            if !client.taking.get_untracked() {
                area.focus();
            }
        }
        is_first = false;
    });
    let mut known_news = client.draft_news.get_untracked();
    create_effect(move || {
        let news = client.draft_news.get();
        let has_changed = std::mem::replace(&mut known_news, news) != news;
        if has_changed && client.editing.with_untracked(Option::is_none) && !client.is_dm(channel) {
            let kept = drafts::read(channel);
            // What is there already keeps its caret.
            if text.with_untracked(|text| *text != kept) {
                text.set(kept);
            }
        }
    });
    create_effect(on(client.agreed, move || {
        if client.agreed.get_untracked() {
            client.agreed.set_silent(false);
            composer.send(composer.content());
        }
    }));
    view
}

/// How many characters a message has too many.
fn over_by(text: &str) -> usize {
    text.trim().chars().count().saturating_sub(MessageText::MAX_CHARS)
}

impl Composer {
    /// Shows a message to be edited, or else what was typed before.
    fn show(self, message: Option<&Message>) {
        let Some(message) = message else { return self.text.set(drafts::read(self.channel)) };
        let (written, names) = self
            .client
            .model
            .with_untracked(|model| as_written(message.text(), |named| model.name_in_text(named)));
        self.names.set(names);
        self.text.set(drafts::of_edit(message.id).unwrap_or(written));
    }

    fn typed(self) {
        let text = self.text.get_clone_untracked();
        let is_dm = self.client.is_dm(self.channel);
        if let Some(message) = self.client.editing.get_clone_untracked() {
            if !is_dm {
                drafts::keep_edit(message.id, &text);
            }
            return;
        }
        if !is_dm {
            self.client.keep_draft(self.channel, &text);
        }
        if !text.trim().is_empty() {
            self.client.types(self.channel);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        if self.completion.key(event) {
            return;
        }
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
                self.client.drop_edit();
            }
            "Escape" if self.client.answering.with_untracked(Option::is_some) => {
                event.prevent_default();
                self.client.set_answer(self.channel, None);
            }
            _ => {}
        }
    }

    /// The emoji to choose from, while they are open.
    fn emoji_picker(self) -> View {
        let Self { client, area, .. } = self;
        let is_open = create_selector(move || client.panel.get_clone() == Some(Panel::Emoji));
        view! { (Live { now: move || if is_open.get() { later_dialog(TalkingPiece::Emoji(area)) } else { View::new() } }) }
    }

    fn toggle_emoji(self) {
        match self.client.panel.get_clone_untracked() {
            Some(Panel::Emoji) => self.client.close(),
            _ => self.client.open(Panel::Emoji),
        }
    }

    /// Where files go, or something encrypted, there is no later.
    fn send_later(self) {
        let Self { client, channel, .. } = self;
        if client.editing.with_untracked(Option::is_none) && !client.is_dm(channel) {
            client.open(Telling::SendLater(channel, None));
        }
    }

    fn has_files(self) -> bool {
        let nonce = self.nonce.get_clone();
        self.client.files.with(|files| files.iter().any(|held| held.message == nonce))
    }

    fn attach(self, parts: Parts) {
        parts.fetch_files();
        self.wants_files.set(true);
    }

    /// What is sent for what was written.
    fn content(self) -> String {
        let text = self.text.get_clone_untracked();
        as_sent(&text, &names::names(self.client, self.channel, self.names.get_clone_untracked(), &text))
    }

    fn submit(self) {
        let over_by = self.text.with_untracked(|text| over_by(text));
        if over_by > 0 {
            return self.client.notify(words::too_long(over_by));
        }
        match self.client.editing.get_clone_untracked() {
            Some(message) => self.save(message),
            None => {
                let content = self.content();
                match self.calls_many(&content) {
                    Some(crowd) => self.client.open(Talking::NotifyMany(self.channel, crowd)),
                    None => self.send(content),
                }
            }
        }
    }

    fn send(self, content: String) {
        let nonce = self.nonce.get_clone_untracked();
        if self.client.send(self.channel, &content, self.client.answering.get_clone_untracked(), &nonce) {
            drafts::keep_files(self.channel, "");
            self.nonce.set(String::new());
            self.client.set_answer(self.channel, None);
            self.text.set(String::new());
            self.names.set(Names::new());
            self.client.keep_draft(self.channel, "");
        }
    }

    /// Everybody, if they are called and are so many that it is worth a question.
    fn calls_many(self, content: &str) -> Option<Crowd> {
        let called = Crowd::ALL.into_iter().rev().find(|crowd| content.contains(crowd.marked()))?;
        self.client.model.with_untracked(|model| {
            let (count, is_all) = model.known_members(self.channel);
            (model.may_call_everybody(self.channel) && (count > FEW || !is_all)).then_some(called)
        })
    }

    fn save(self, message: Rc<Message>) {
        let text = self.content();
        let client = self.client;
        if text.trim() == message.text() && client.staying(&message).is_none() {
            return client.drop_edit();
        }
        client.save_edit(&message, &text, move |saved| {
            if saved {
                client.drop_edit();
            }
        });
    }
}
