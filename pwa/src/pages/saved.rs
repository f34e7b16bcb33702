//! What waits for the person: what is to be sent, and messages that they saved, whatever was saved last first. Of what they
//! were reminded stands above those.

use super::inbox::{found, sections};
use super::scheduled::scheduled;
use crate::client::Client;
use crate::client::panel::Telling;
use crate::components::loaded::Loaded;
use crate::components::more_icons::{empty, icon};
use crate::reactive::{create_effect, create_selector, handler};
use crate::state::Phase;
use crate::words::saved as words;
use crate::{clock, words as all};
use hubbub_shared::SavedMessageId;
use hubbub_shared::model::{SavedMessage, SavedMessages};
use hubbub_shared::protocol::command::GetSavedMessages;
use sycamore::prelude::*;

const PER_PAGE: u64 = 50;

/// Draws the page.
pub fn saved(client: Client) -> View {
    let loaded = Loaded::<SavedMessages>::new();
    create_effect(move || {
        client.saved_news.track();
        if client.phase.get() == Phase::Ready || client.is_cut_off() {
            load(client, loaded, None);
        }
    });
    let list = loaded.view(move |page| list(client, loaded, page));
    let waiting = scheduled(client);
    view! {
        div(class="page settings inbox") {
            header(class="bar") { h1(class="bar-title") { (all::INBOX) } }
            div(class="page-content") {
                (sections(true))
                (waiting)
                (list)
            }
        }
    }
}

/// What is on the screen stays, if nothing newer can be had.
fn load(client: Client, loaded: Loaded<SavedMessages>, before: Option<SavedMessageId>) {
    client.call(GetSavedMessages { before, limit: Some(PER_PAGE) }, move |answer| {
        if answer.is_ok() || before.is_some() || !loaded.is_here() {
            loaded.page(client, before, answer, |page| (&mut page.saved, &mut page.next));
        }
    });
}

fn list(client: Client, loaded: Loaded<SavedMessages>, page: &SavedMessages) -> View {
    if page.saved.is_empty() && page.next.is_none() {
        return empty("bookmark", words::EMPTY_TITLE, words::EMPTY);
    }
    let (reminded, others): (Vec<_>, Vec<_>) = page.saved.iter().partition(|one| one.reminded_at.is_some());
    let rows: Vec<View> = reminded.into_iter().chain(others).map(|one| row(client, one)).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", data-testid="saved-older",
                on:click=handler(move |_| load(client, loaded, Some(next)))) { (words::OLDER) }
        },
        None => View::new(),
    };
    view! {
        ul(class="inbox-list", aria-label=words::TITLE) { (rows) }
        (more)
    }
}

fn row(client: Client, one: &SavedMessage) -> View {
    let (channel, message, old) = (one.channel, one.message.id, one.remind_at);
    let (sign, why) = match (one.remind_at, one.reminded_at) {
        (Some(at), _) => ("clock", words::reminds(&clock::coming(at.0, clock::now()))),
        (None, Some(at)) => ("bell", words::reminded(&clock::ago(at.0, clock::now()))),
        (None, None) => ("bookmark", words::TITLE.to_owned()),
    };
    let was_reminded = one.reminded_at.is_some();
    let mark = (create_selector(move || was_reminded), words::REMINDER);
    let link = found(client, (one.hub, channel), &one.message, icon(sign), why, mark);
    let (remind, remove) = (icon("clock"), icon("close"));
    view! {
        li(class="saved", data-testid="saved") {
            (link)
            span(class="saved-tools") {
                button(class="icon-button", r#type="button", data-testid="remind", aria-label=words::REMIND, title=words::REMIND,
                    on:click=handler(move |_| client.open(Telling::Save(channel, message, Some(old.is_some()))))) { (remind) }
                button(class="icon-button", r#type="button", data-testid="unsave", aria-label=words::REMOVE, title=words::REMOVE,
                    on:click=handler(move |_| {
                        client.unsave_message(channel, message, move || {
                            client.offer_undo(words::REMOVED.to_owned(), move || {
                                client.save_message(channel, message, Some(old), || {});
                            });
                        });
                    })) { (remove) }
            }
        }
    }
}
