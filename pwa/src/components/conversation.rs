//! The messages of a channel.

use super::empty::empty;
use super::icon::icon;
use super::message;
use super::scroll::Scroll;
use crate::client::Client;
use crate::state::{Row, Timeline, rows};
use crate::{app, browser, clock, words};
use hubbub_shared::ChannelId;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;

/// Draws the conversation of the channel that is open.
pub fn conversation(client: Client, channel: ChannelId) -> View {
    let rows = create_selector(move || {
        client.model.with(|model| {
            let outgoing: Vec<_> = model.outbox.of(channel).cloned().collect();
            let nothing = Timeline::default();
            let timeline = model.timeline(channel).unwrap_or(&nothing);
            rows(timeline, &outgoing, model.my_id().unwrap_or(app::NOBODY), model.divider(), clock::day_of)
        })
    });
    let scroll = Scroll::new();
    follow_growth(client, channel, rows, &scroll);
    follow_reader(client, &scroll);
    let scrolled = scroll.clone();
    let top = beginning(client, channel);
    let label =
        create_selector(move || words::messages_in(&client.channel_name(channel).unwrap_or_default()));
    let list = view! {
        div(class="conversation", role="log", aria-live="off", tabindex="0", aria-label=move || label.get_clone(), on:scroll=move |_| {
            if scrolled.scrolled() {
                client.load_older(channel);
            }
        }) {
            div(class="conversation-rows") {
                (top)
                Keyed(list=rows, key=Row::key, view=move |one| row(client, one))
            }
        }
    };
    if let Some(element) = list.as_web_sys().first().and_then(|node| node.dyn_ref::<web_sys::Element>()) {
        scroll.watch(element);
    }
    let jump = jump_to_latest(client, channel, scroll);
    view! {
        div(class="conversation-frame") {
            (list)
            (jump)
        }
    }
}

fn row(client: Client, row: Row) -> View {
    match row {
        Row::Day { at, .. } => {
            let day = clock::day(at, clock::now());
            view! { div(class="divider divider-day", role="separator") { span { (day) } } }
        }
        Row::New => view! { div(class="divider divider-new", role="separator") { span { (words::NEW) } } },
        Row::Message { message, continues } => message::message(client, message, continues),
        Row::Outgoing { entry, continues } => message::outgoing(client, entry, continues),
    }
}

/// The view follows the rows: after each change, but before it is painted.
fn follow_growth(client: Client, channel: ChannelId, rows: ReadSignal<Vec<Row>>, scroll: &Scroll) {
    let scroll = scroll.clone();
    let mut first: Option<String> = None;
    create_effect(move || {
        // The very first row is a day, which stays when older messages of that day come: look at the first message.
        let now_first =
            rows.with(|rows| rows.iter().find(|row| matches!(row, Row::Message { .. })).map(Row::key));
        let above = first.is_some() && now_first != first;
        let is_empty = now_first.is_none();
        first = now_first;
        let scroll = scroll.clone();
        browser::soon(move || {
            if !is_empty && scroll.grown(above) {
                client.load_older(channel);
            }
        });
    });
}

/// Who sees the newest message has read it; who sends one wants to see it.
fn follow_reader(client: Client, scroll: &Scroll) {
    let at_end = scroll.at_end;
    create_effect(move || {
        let watching = at_end.get() && client.visible.get();
        untrack(|| client.watch(watching));
    });
    let scroll = scroll.clone();
    create_effect(on(client.sent, move || scroll.to_end()));
}

/// What stands above the oldest message: that more is coming, or that this is the start.
fn beginning(client: Client, channel: ChannelId) -> View {
    #[derive(Clone, Copy, PartialEq)]
    enum Beginning {
        Unknown,
        More,
        Start,
    }
    let state = create_selector(move || {
        client.model.with(|model| match model.timeline(channel) {
            Some(timeline) if timeline.is_loaded() && timeline.has_before() => Beginning::More,
            Some(timeline) if timeline.is_loaded() => Beginning::Start,
            _ => Beginning::Unknown,
        })
    });
    view! {
        div(class="conversation-top") {
            (match state.get() {
                Beginning::Unknown if client.trouble.get().is_some() => empty("chat", words::OFFLINE_NOW, words::OFFLINE_HISTORY),
                Beginning::Unknown => skeleton(),
                Beginning::More => view! { p(class="hint conversation-older") { (words::LOADING_OLDER) } },
                Beginning::Start => start(client, channel),
            })
        }
    }
}

fn start(client: Client, channel: ChannelId) -> View {
    let name = create_selector(move || client.channel_name(channel).unwrap_or_default());
    let topic = create_selector(move || {
        client.model.with(|model| {
            model.hubs.channel(channel).map(|channel| channel.topic.clone()).unwrap_or_default()
        })
    });
    let is_empty = create_selector(move || {
        client.model.with(|model| {
            model.timeline(channel).is_none_or(|timeline| timeline.messages().all(|message| message.deleted))
        })
    });
    let symbol = icon("hash");
    view! {
        div(class="conversation-start") {
            span(class="empty-icon") { (symbol) }
            h2 { (name.with(|name| words::start_of(name))) }
            p(class="hint") {
                (match topic.get_clone() {
                    topic if !topic.is_empty() => topic,
                    _ if is_empty.get() => name.with(|name| words::start_hint(name)),
                    _ => String::new(),
                })
            }
        }
    }
}

fn skeleton() -> View {
    let lines: Vec<View> =
        (0..6).map(|_| view! { div(class="skeleton-message") { span() span() } }).collect();
    view! { div(class="skeleton", role="status", aria-label=words::LOADING) { (lines) } }
}

fn jump_to_latest(client: Client, channel: ChannelId, scroll: Scroll) -> View {
    let at_end = scroll.at_end;
    let unread = create_selector(move || client.model.with(|model| model.reading.badge(channel).unread > 0));
    let symbol = icon("down");
    view! {
        button(class="jump", r#type="button", aria-label=words::JUMP_TO_LATEST, hidden=move || at_end.get(),
            data-unread=move || unread.get().then_some("true"), on:click=move |_| scroll.to_end()) {
            (symbol)
            span { (if unread.get() { words::NEW_MESSAGES } else { words::JUMP_TO_LATEST }) }
        }
    }
}
