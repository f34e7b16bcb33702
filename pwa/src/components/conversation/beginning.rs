//! What stands above the oldest message: that more is coming, or that this is the start of the channel.

use crate::client::Client;
use crate::client::panel::{General, Governing};
use crate::components::empty::empty;
use crate::components::icon::icon;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Audience, Model, Timeline};
use crate::words;
use hubbub_shared::{ChannelId, HubId, Permissions};
use sycamore::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Beginning {
    Unknown,
    More,
    Start,
}

/// Draws what stands above the oldest message that is shown.
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
            (Live { now: move || match state.get() {
                Beginning::Unknown if client.is_cut_off() => empty("chat", words::OFFLINE_NOW, words::OFFLINE_HISTORY),
                Beginning::Unknown => skeleton("skeleton skeleton-screen", 16),
                Beginning::More if client.is_cut_off() => view! { p(class="hint conversation-more") { (words::OFFLINE_OLDER) } },
                Beginning::More => skeleton("skeleton", 8),
                Beginning::Start => start(client, channel),
            } })
        }
    }
}

/// What the channel is, who sees it, and what to do first. As high as what the messages leave, so that a channel with
/// three of them is not an empty page.
fn start(client: Client, channel: ChannelId) -> View {
    if client.is_dm(channel) {
        let name = create_selector(move || client.place_name(channel));
        let symbol = icon("mail");
        return view! {
            div(class="conversation-start") {
                span(class="empty-icon") { (symbol) }
                h2 { bdi { (Live { now: move || name.get_clone() }) } }
                p(class="hint") { (words::DM_START) }
            }
        };
    }
    let name = create_selector(move || client.channel_name(channel).unwrap_or_default());
    let topic = create_selector(move || client.channel_topic(channel).unwrap_or_default());
    let seen_by = create_selector(move || client.model.with(|model| seen_by(model, channel)));
    let steps = create_selector(move || client.model.with(|model| Steps::of(model, channel)));
    let (symbol, eye) = (icon("hash"), icon("users"));
    view! {
        div(class="conversation-start") {
            span(class="empty-icon") { (symbol) }
            h2 { (Live { now: move || name.with(|name| words::start_of(name)) }) }
            (Live { now: move || match topic.get_clone() {
                topic if topic.is_empty() => View::new(),
                topic => view! { p(class="conversation-topic") { (topic) } },
            } })
            p(class="hint conversation-audience") { (eye) span { (Live { now: move || seen_by.get_clone() }) } }
            (Live { now: move || if steps.get().is_empty && steps.get().may_send {
                view! { p(class="hint") { (Live { now: move || name.with(|name| words::start_hint(name)) }) } }
            } else {
                View::new()
            } })
            (Live { now: move || first_steps(client, channel, steps.get()) })
        }
    }
}

fn seen_by(model: &Model, channel: ChannelId) -> String {
    match model.audience(channel) {
        Some(Audience::Roles(roles)) => words::seen_by_roles(&roles),
        Some(Audience::Everyone) => {
            let hub = model.hubs.hub_of(channel).and_then(|hub| model.hubs.get(hub));
            hub.map(|hub| words::seen_by_everyone(&hub.name)).unwrap_or_default()
        }
        None => String::new(),
    }
}

/// What the person can do for a channel that begins.
#[derive(Clone, Copy, PartialEq, Default)]
struct Steps {
    /// Nobody has written anything.
    is_empty: bool,
    may_send: bool,
    /// It has no topic, and they may give it one.
    wants_topic: bool,
    /// The hub into which they may invite others.
    invites: Option<HubId>,
}

impl Steps {
    fn of(model: &Model, channel: ChannelId) -> Self {
        let Some(known) = model.hubs.channel(channel) else { return Self::default() };
        let hub = model.hubs.get(known.hub);
        let is_deleted = |timeline: &Timeline| timeline.messages().all(|message| message.deleted);
        Self {
            is_empty: model.timeline(channel).is_none_or(is_deleted),
            may_send: known.permissions.contains(Permissions::SEND),
            wants_topic: known.topic.is_empty() && known.permissions.contains(Permissions::MANAGE_CHANNELS),
            invites: hub.filter(|hub| hub.permissions.contains(Permissions::INVITE)).map(|hub| hub.id),
        }
    }
}

fn first_steps(client: Client, channel: ChannelId, steps: Steps) -> View {
    let mut buttons = Vec::new();
    if let Some(hub) = steps.invites {
        buttons.push(step("user-plus", words::INVITE_PEOPLE, move || client.open(General::Invite(hub))));
    }
    if steps.wants_topic {
        buttons.push(step("edit", words::ADD_TOPIC, move || client.open(Governing::EditChannel(channel))));
    }
    view! { div(class="conversation-steps") { (buttons) } }
}

fn step(symbol: &str, label: &'static str, act: impl Fn() + 'static) -> View {
    let symbol = icon(symbol);
    view! {
        button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| act())) {
            (symbol)
            (label)
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
