//! Messages that mention the person, wherever they were said, newest first. It does without web push.

use crate::client::Client;
use crate::components::avatar::avatar;
use crate::components::loaded::Loaded;
use crate::components::more_icons::{empty, icon};
use crate::components::telling::{may_be_offered, offer};
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Model, Phase, Route, is_unread, renewed};
use crate::words::{notifications as words, saved};
use crate::{clock, words as all};
use hubbub_shared::model::{InboxEntry, InboxPage, InboxReason, Message};
use hubbub_shared::protocol::command::GetInbox;
use hubbub_shared::{ChannelId, HubId, MessageId};
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Two screens of a phone, and some more.
const PER_PAGE: u64 = 30;
/// So much of a message is shown; the rest is where it stands.
const MOST_CHARS: usize = 400;

/// What the page works on. Copies are the same.
#[derive(Clone, Copy)]
struct Inbox {
    client: Client,
    loaded: Loaded<InboxPage>,
    is_offered: Signal<bool>,
}

/// Draws the page.
pub fn inbox(client: Client) -> View {
    let inbox = Inbox { client, loaded: Loaded::new(), is_offered: create_signal(false) };
    let mentions = create_selector(move || client.model.with(|model| model.mentions()));
    create_effect(move || {
        mentions.track();
        if client.phase.get() == Phase::Ready || client.is_cut_off() {
            inbox.renew();
        }
    });
    let list = inbox.loaded.view(move |page| list(inbox, page));
    view! {
        div(class="page settings inbox") {
            header(class="bar") { h1(class="bar-title") { (all::INBOX) } }
            div(class="page-content") {
                (sections(false))
                (Live { now: move || if inbox.is_offered.get() { offer(client, inbox.is_offered, "inbox-offer") } else { View::new() } })
                (list)
            }
        }
    }
}

/// Leads from what concerned the person to what they saved, and back.
pub fn sections(at_saved: bool) -> View {
    let section = |label: &'static str, place: Route, is_here: bool| {
        view! {
            a(class="button button-quiet button-small", data-link="", href=place.address(), aria-current=is_here.then_some("page")) { (label) }
        }
    };
    let all = vec![
        section(saved::MENTIONS, Route::Inbox, !at_saved),
        section(saved::LATER, Route::Saved, at_saved),
    ];
    view! { nav(class="console-tabs", aria-label=all::INBOX) { (all) } }
}

impl Inbox {
    /// Asks for the newest. What is on the screen stays, if it cannot be had.
    fn renew(self) {
        let command = GetInbox { before: None, limit: Some(PER_PAGE) };
        self.client.call(command, move |answer| match answer {
            Ok(newest) => {
                self.offer_if_missed(&newest);
                let mut known = None;
                self.loaded.look(|page| known = Some(page.clone()));
                self.loaded.put(Ok(match known {
                    Some(known) => renewed(known, newest),
                    None => newest,
                }));
            }
            Err(_) if self.loaded.is_here() => {}
            Err(problem) => self.loaded.put(Err(problem)),
        });
    }

    fn load_older(self, before: MessageId) {
        let command = GetInbox { before: Some(before), limit: Some(PER_PAGE) };
        self.client.call(command, move |answer| {
            self.loaded.page(self.client, Some(before), answer, |page| (&mut page.entries, &mut page.next));
        });
    }

    /// Somebody called who was not heard: that is when being told is worth something.
    fn offer_if_missed(self, page: &InboxPage) {
        let missed = self
            .client
            .model
            .with_untracked(|model| page.entries.iter().any(|entry| is_unread(entry, &model.reading)));
        if missed {
            spawn_local(async move {
                if may_be_offered().await && self.is_offered.is_alive() {
                    self.is_offered.set(true);
                }
            });
        }
    }
}

fn list(inbox: Inbox, page: &InboxPage) -> View {
    if page.entries.is_empty() && page.next.is_none() {
        return empty("inbox", words::INBOX_EMPTY_TITLE, words::INBOX_EMPTY);
    }
    let client = inbox.client;
    let heard = client.model.with_untracked(|model| {
        page.entries.iter().filter(|entry| model.hears(entry.message.author.id)).cloned().collect::<Vec<_>>()
    });
    let rows: Vec<View> = heard.into_iter().map(|entry| row(client, entry)).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", data-testid="inbox-older", on:click=handler(move |_| inbox.load_older(next))) {
                (words::INBOX_OLDER)
            }
        },
        None => View::new(),
    };
    view! {
        ul(class="inbox-list", aria-label=all::INBOX) { (rows) }
        (more)
    }
}

/// Why a message concerns the person.
fn why(reason: InboxReason) -> (View, &'static str) {
    let (sign, why) = match reason {
        InboxReason::Mention => ("at", words::BY_MENTION),
        InboxReason::Reply => ("reply", words::BY_REPLY),
        InboxReason::Role => ("users", words::BY_ROLE),
        InboxReason::Everyone => ("megaphone", words::BY_EVERYONE),
    };
    (icon(sign), why)
}

fn row(client: Client, entry: InboxEntry) -> View {
    let (sign, why) = why(entry.reason);
    let (hub, channel, message) = (entry.hub, entry.channel, entry.message.clone());
    let unread = create_selector(move || client.model.with(|model| is_unread(&entry, &model.reading)));
    let mark = (unread, words::NEW);
    let link = found(client, (hub, channel), &message, sign, why.to_owned(), mark);
    view! { li { (link) } }
}

/// In words where something was said, or will be.
pub fn place_of(model: &Model, hub: HubId, channel: ChannelId) -> String {
    let channel = model.hubs.channel(channel).map_or("", |known| &known.name);
    words::in_place(channel, model.hubs.get(hub).map_or("", |known| &known.name))
}

/// A message that was said somewhere else: who said what and where, and why it is here; leads there. `mark`: whether it has
/// a mark, and which.
pub fn found(
    client: Client,
    (hub, channel): (HubId, ChannelId),
    message: &Message,
    sign: View,
    why: String,
    (is_marked, mark): (ReadSignal<bool>, &'static str),
) -> View {
    let address = format!("{}/{}", Route::Channel(hub, channel).address(), message.id);
    let (place, text) =
        client.model.with_untracked(|model| (place_of(model, hub, channel), model.words_of(message)));
    let text: String = text.chars().take(MOST_CHARS).collect();
    let (picture, name) = (avatar(&message.author, ""), message.author.display_name.clone());
    let (ago, iso) = (clock::ago(message.created_at.0, clock::now()), clock::iso(message.created_at.0));
    view! {
        a(class="inbox-row", data-testid="inbox-entry", data-link="", href=address, data-unread=move || is_marked.get().then_some("true")) {
            (picture)
            span(class="inbox-words") {
                span(class="inbox-head") {
                    strong { bdi { (name) } }
                    " "
                    time(class="hint", datetime=iso) { (ago) }
                    (Live { now: move || if is_marked.get() { view! { span(class="tag inbox-new") { (mark) } } } else { View::new() } })
                }
                " "
                span(class="hint inbox-place") { (sign) span { (why) } bdi { (place) } }
                " "
                span(class="inbox-text") { bdi { (text) } }
            }
        }
    }
}
