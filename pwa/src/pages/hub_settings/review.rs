//! What automod keeps until somebody has looked at it.

use crate::client::Client;
use crate::components::avatar::avatar;
use crate::components::loaded::Loaded;
use crate::components::markdown::markdown;
use crate::components::more_icons::empty;
use crate::reactive::{create_effect, handler};
use crate::words::automod;
use crate::{browser, clock};
use hubbub_shared::model::{HeldMessage, HeldMessages};
use hubbub_shared::protocol::command::{DiscardHeldMessage, GetHeldMessages, ReleaseHeldMessage};
use hubbub_shared::{ErrorCode, HeldMessageId, HubId, Problem};
use sycamore::prelude::*;

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct Queue {
    client: Client,
    hub: HubId,
    loaded: Loaded<HeldMessages>,
}

/// Draws the section.
pub fn review(client: Client, hub: HubId) -> View {
    let queue = Queue { client, hub, loaded: Loaded::new() };
    create_effect(move || {
        client.report_news.track();
        untrack(|| queue.load());
    });
    let body = queue.loaded.view(move |held| drawn(queue, held));
    view! { section(class="panel", aria-label=automod::REVIEW) { (body) } }
}

fn drawn(queue: Queue, held: &HeldMessages) -> View {
    if held.messages.is_empty() {
        return match held.next {
            // What was looked at belongs to others, or is decided.
            Some(_) => more(queue, held.next),
            None => empty("check", automod::REVIEW_NONE_TITLE, automod::REVIEW_NONE),
        };
    }
    let rows: Vec<View> = held.messages.iter().map(|one| row(queue, one)).collect();
    let more = more(queue, held.next);
    view! {
        ul(class="sessions bans", tabindex="-1", aria-label=automod::REVIEW) { (rows) }
        (more)
    }
}

fn more(queue: Queue, next: Option<HeldMessageId>) -> View {
    match next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| queue.load_after(next))) { (automod::REVIEW_MORE) }
        },
        None => View::new(),
    }
}

impl Queue {
    fn load(self) {
        let ask = GetHeldMessages { hub: self.hub, after: None, limit: None };
        self.client.call(ask, move |answer| self.loaded.put(answer));
    }

    fn load_after(self, after: HeldMessageId) {
        let ask = GetHeldMessages { hub: self.hub, after: Some(after), limit: None };
        self.client.call(ask, move |answer| match answer {
            Ok(page) => self.loaded.change(|held| {
                // Not if it was asked for twice.
                if held.next == Some(after) {
                    held.messages.extend(page.messages);
                    held.next = page.next;
                }
            }),
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn forget(self, id: HeldMessageId) {
        self.loaded.change(|held| held.messages.retain(|one| one.id != id));
        browser::soon(|| {
            browser::focus(".page .bar-back");
            browser::focus(".page .bans");
        });
    }

    fn release(self, held: HeldMessageId) {
        self.client.call(ReleaseHeldMessage { hub: self.hub, held }, move |answer| match answer {
            Ok(_) => {
                self.forget(held);
                self.client.notify(automod::RELEASED);
            }
            Err(problem) => self.gone(held, problem),
        });
    }

    /// It goes from the screen at once, and from the server when nobody has taken that back for a while.
    fn discard(self, held: HeldMessageId) {
        self.forget(held);
        let back = move || {
            if self.loaded.is_shown() {
                self.load();
            }
        };
        let discard = move || {
            self.client.call(DiscardHeldMessage { hub: self.hub, held }, move |answer| {
                if let Err(problem) = answer {
                    self.gone(held, problem);
                }
            });
        };
        self.client.unless_taken_back(automod::DISCARDED.to_owned(), back, discard);
    }

    /// Somebody else was faster, or it did not work.
    fn gone(self, held: HeldMessageId, problem: Problem) {
        match problem.code {
            ErrorCode::NotFound => {
                self.forget(held);
                self.client.notify(automod::DECIDED_ALREADY);
            }
            ErrorCode::Conflict => self.client.notify(automod::AUTHOR_GONE),
            _ => self.client.complain(&problem),
        }
    }
}

fn row(queue: Queue, held: &HeldMessage) -> View {
    let (id, picture) = (held.id, avatar(&held.author, ""));
    let name = held.author.display_name.clone();
    let channel = queue.client.channel_name(held.channel).unwrap_or_default();
    let about = automod::held_by(&held.rule, &channel, &clock::moment(held.sent_at.0));
    let content = markdown(queue.client, &held.content);
    view! {
        li(class="session governing-entry") {
            (picture)
            div(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { bdi { (about) } }
                div(class="governing-words") { (content) }
            }
            div(class="governing-buttons") {
                button(class="button button-small", r#type="button", on:click=handler(move |_| queue.release(id))) { (automod::RELEASE) }
                button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| queue.discard(id))) { (automod::DISCARD) }
            }
        }
    }
}
