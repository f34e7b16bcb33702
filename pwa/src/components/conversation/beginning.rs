//! What stands above the oldest message: that more is coming, or that this is the start.

use crate::client::Client;
use crate::components::empty::empty;
use crate::components::icon::icon;
use crate::reactive::create_selector;
use crate::words;
use hubbub_shared::ChannelId;
use sycamore::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Beginning {
    Unknown,
    More,
    Start,
}

/// Draws it.
pub fn beginning(client: Client, channel: ChannelId) -> View {
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
                Beginning::Unknown if client.is_cut_off() => empty("chat", words::OFFLINE_NOW, words::OFFLINE_HISTORY),
                Beginning::Unknown => skeleton("skeleton skeleton-screen", 16),
                Beginning::More if client.is_cut_off() => view! { p(class="hint conversation-more") { (words::OFFLINE_OLDER) } },
                Beginning::More => skeleton("skeleton", 8),
                Beginning::Start => start(client, channel),
            })
        }
    }
}

fn start(client: Client, channel: ChannelId) -> View {
    let name = create_selector(move || client.channel_name(channel).unwrap_or_default());
    let topic = create_selector(move || client.channel_topic(channel).unwrap_or_default());
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

/// As high as what is going to be there: nothing moves when it comes, and a finger that throws the list sees lines, not a
/// hole.
fn skeleton(class: &'static str, lines: usize) -> View {
    let lines: Vec<View> =
        (0..lines).map(|_| view! { div(class="skeleton-message") { span() span() } }).collect();
    view! { div(class=class, role="status", aria-label=words::LOADING) { (lines) } }
}
