//! What the person has written to be sent later, above what they saved.

use super::inbox::place_of;
use crate::client::Client;
use crate::client::panel::Telling;
use crate::clock;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Phase, Route};
use crate::words::scheduled as words;
use hubbub_shared::mentions::mentioned;
use hubbub_shared::model::{ScheduledMessage, ScheduledMessages};
use hubbub_shared::protocol::command::{GetScheduledMessages, ScheduleMessage};
use std::rc::Rc;
use sycamore::prelude::*;

/// Draws the list; nothing, if nothing is waiting.
pub fn scheduled(client: Client) -> View {
    let waiting = create_signal(Vec::<Rc<ScheduledMessage>>::new());
    create_effect(move || {
        client.saved_news.track();
        if client.phase.get() == Phase::Ready {
            client.call(GetScheduledMessages {}, move |answer| {
                if let Ok(ScheduledMessages { scheduled }) = answer
                    && waiting.is_alive()
                {
                    client.model.update(|model| {
                        for one in &scheduled {
                            model.members.want(one.hub, mentioned(&one.content).users);
                        }
                    });
                    waiting.set(scheduled.into_iter().map(Rc::new).collect());
                }
            });
        }
    });
    view! {
        (Live { now: move || match waiting.get_clone() {
            none if none.is_empty() => View::new(),
            waiting => list(client, waiting),
        } })
    }
}

fn list(client: Client, waiting: Vec<Rc<ScheduledMessage>>) -> View {
    let rows: Vec<View> = waiting.into_iter().map(|one| row(client, one)).collect();
    view! {
        section(aria-label=words::TITLE) {
            h2(class="section-title") { (words::TITLE) }
            ul(class="inbox-list") { (rows) }
        }
    }
}

fn row(client: Client, one: Rc<ScheduledMessage>) -> View {
    let said = Rc::clone(&one);
    let text = create_selector(move || client.model.with(|model| model.plain_words(&said.content)));
    let place = client.model.with_untracked(|model| place_of(model, one.hub, one.channel));
    let (sign, when) = match &one.refused {
        Some(refused) => ("warning", words::not_sent(&refused.message)),
        None => ("clock", words::is_sent(&clock::coming(one.send_at.0, clock::now()))),
    };
    let (sign, edit, remove) = (icon(sign), icon("edit"), icon("close"));
    let (known, gone) = (Rc::clone(&one), Rc::clone(&one));
    let is_refused = one.refused.is_some();
    let address = Route::Channel(one.hub, one.channel).address();
    view! {
        li(class="saved", data-testid="scheduled") {
            a(class="inbox-row", data-link="", href=address) {
                span(class="inbox-words") {
                    span(class="hint inbox-place", data-refused=is_refused.then_some("true")) { (sign) span { (when) } bdi { (place) } }
                    " "
                    span(class="inbox-text") { bdi { (Live { now: move || text.get_clone() }) } }
                }
            }
            span(class="saved-tools") {
                button(class="icon-button", r#type="button", data-testid="change-later", aria-label=words::EDIT, title=words::EDIT,
                    on:click=handler(move |_| client.open(Telling::SendLater(known.channel, Some(Rc::clone(&known)))))) { (edit) }
                button(class="icon-button", r#type="button", data-testid="send-never", aria-label=words::DELETE, title=words::DELETE,
                    on:click=handler(move |_| delete(client, &gone))) { (remove) }
            }
        }
    }
}

fn delete(client: Client, one: &ScheduledMessage) {
    let ScheduledMessage { channel, content, send_at, .. } = one.clone();
    client.send_never(one.id, move || {
        client.offer_undo(words::DELETED.to_owned(), move || {
            let again = ScheduleMessage { channel, content: content.clone(), send_at };
            client.call(again, move |answer| {
                if let Err(problem) = answer {
                    client.complain(&problem);
                }
            });
        });
    });
}
