//! The messages of a channel.

mod bars;
mod beginning;
mod scroll;

use self::scroll::Scroll;
use super::message;
use crate::client::{Client, Seek};
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Row, Timeline, building, rows};
use crate::{browser, clock, words};
use hubbub_shared::{ChannelId, MessageId, UserId};
use sycamore::prelude::*;

/// Further up than so many pages, the line above what is new is not looked for.
const PAGES_TO_LINE: u32 = 25;
/// No person has this id: what is on its way has no author yet while nobody is known to be signed in.
const NOBODY: UserId = UserId(0);

/// Draws the conversation of the channel that is open.
pub fn conversation(client: Client, channel: ChannelId) -> View {
    let rows = shown_rows(client, channel);
    let scroll = Scroll::new(client, channel);
    start_where_reading_stopped(client, rows, &scroll);
    follow_seek(client, channel, rows, &scroll);
    follow_reader(client, channel, &scroll);
    mark_edited(client, rows);
    let scrolled = scroll.clone();
    let (top, bottom) = (beginning::beginning(client, channel), ending(client, channel));
    let label = create_selector(move || words::messages_in(&client.place_name(channel)));
    let all = view! { Keyed(list=rows, key=Row::key, view=move |one| row(client, one)) };
    let listed = message::list(client, channel, all);
    let list = view! {
        div(class="conversation", role="log", aria-live="off", tabindex="0", aria-label=move || label.get_clone(),
            on:scroll=handler(move |_| scrolled.scrolled()), on:keydown=handler(|event: web_sys::KeyboardEvent| message::walking::enter_list(&event)),
            on:mouseover=handler(|event: web_sys::MouseEvent| clock::tell_in_full(&event))) {
            div(class="conversation-space", aria-hidden="true")
            div(class="conversation-rows") {
                (top)
                (listed)
                (bottom)
            }
        }
    };
    if let Some(element) = browser::element_of::<web_sys::Element>(&list) {
        scroll.watch(&element);
    }
    let (above, below) = (bars::new_above(client, &scroll), bars::jump_to_latest(client, channel, &scroll));
    view! {
        div(class="conversation-frame") {
            (above)
            (list)
            (below)
        }
    }
}

fn shown_rows(client: Client, channel: ChannelId) -> ReadSignal<Vec<Row>> {
    create_selector(move || {
        client.model.with(|model| {
            let waiting = model.outbox.of(channel).chain(model.dms.unsent(channel));
            let outgoing: Vec<_> = waiting.cloned().collect();
            let nothing = Timeline::default();
            let timeline = model.timeline(channel).unwrap_or(&nothing);
            let me = model.my_id().unwrap_or(NOBODY);
            let mut all = rows(
                timeline,
                &outgoing,
                &model.reacting,
                me,
                model.blocks(),
                model.divider(),
                clock::day_of,
            );
            let not_yet =
                client.building.get().map_or(0, |slice| all.len().saturating_sub(building::rows_of(slice)));
            drop(all.drain(..not_yet));
            all
        })
    })
}

fn row(client: Client, row: Row) -> View {
    match row {
        Row::Day { at, .. } => {
            let (day, unwritten) = (clock::day(at, clock::now()), clock::unwritten(at, clock::now()));
            view! {
                div(class="divider divider-day", role="separator") {
                    span(data-day=unwritten.0, data-date=unwritten.1) { (day) }
                }
            }
        }
        Row::New => view! { div(class="divider divider-new", role="separator") { span { (words::NEW) } } },
        Row::Message { message, is_reacted, continues, change, folded, .. } => {
            message::message(client, message, is_reacted, continues, change, folded)
        }
        Row::Outgoing { entry, continues } => message::outgoing(client, entry, continues),
    }
}

/// The first time there is something to see: where reading stopped, else the end, where a list begins by itself.
fn start_where_reading_stopped(client: Client, rows: ReadSignal<Vec<Row>>, scroll: &Scroll) {
    let (scroll, mut placed) = (scroll.clone(), false);
    create_effect(move || {
        let is_there = client.is_on_screen()
            && rows.with(|rows| rows.iter().any(|row| matches!(row, Row::Message { .. })));
        if placed || !is_there {
            return;
        }
        placed = true;
        let scroll = scroll.clone();
        browser::soon(move || {
            if client.seek.get_untracked().is_none() && scroll.to(".divider-new").is_none() {
                scroll.scrolled();
            }
        });
    });
}

/// Goes where the client is asked to go, as soon as there is something to look at.
fn follow_seek(client: Client, channel: ChannelId, rows: ReadSignal<Vec<Row>>, scroll: &Scroll) {
    let is_here = create_selector(move || client.is_on_screen() && rows.with(|rows| !rows.is_empty()));
    let scroll = scroll.clone();
    create_effect(move || {
        let (true, Some(seek)) = (is_here.get(), client.seek.get()) else { return };
        let scroll = scroll.clone();
        browser::soon(move || {
            client.seek.set(None);
            match seek {
                Seek::Newest => to_newest(client, channel, &scroll),
                Seek::Divider => to_line(client, channel, &scroll),
                Seek::Message(message) => to_message(client, channel, message, &scroll),
            }
        });
    });
}

fn to_newest(client: Client, channel: ChannelId, scroll: &Scroll) {
    client.show_newest(channel);
    scroll.to_end();
}

fn to_line(client: Client, channel: ChannelId, scroll: &Scroll) {
    let Some(read) = client.model.with_untracked(|model| model.divider()) else { return };
    let scroll = scroll.clone();
    scroll.leave_end();
    client.load_up_to(channel, read, PAGES_TO_LINE, move || {
        browser::soon(move || {
            if scroll.to(".divider-new").is_none() {
                scroll.to(".message");
            }
        });
    });
}

fn to_message(client: Client, channel: ChannelId, message: MessageId, scroll: &Scroll) {
    let selector = format!("[data-id=\"{message}\"]");
    if highlight(scroll, &selector) {
        return;
    }
    let scroll = scroll.clone();
    client.load_around(channel, message, move || {
        browser::soon(move || {
            if !highlight(&scroll, &selector) {
                client.notify(words::MESSAGE_GONE);
            }
        });
    });
}

fn highlight(scroll: &Scroll, selector: &str) -> bool {
    let Some(row) = scroll.to(selector) else { return false };
    let _ = row.set_attribute("data-found", "");
    browser::later(2_500, move || {
        let _ = row.remove_attribute("data-found");
    });
    true
}

/// The message that is being edited stands out, also when its row is drawn anew meanwhile.
fn mark_edited(client: Client, rows: ReadSignal<Vec<Row>>) {
    let mut is_marked = false;
    create_effect(move || {
        rows.track();
        let edited = client.editing.get_clone();
        if edited.is_none() && !is_marked {
            return;
        }
        is_marked = edited.is_some();
        browser::soon(move || {
            if let Some(row) = browser::find("[data-edited]") {
                let _ = row.remove_attribute("data-edited");
            }
            let row = edited.and_then(|message| browser::find(&format!("[data-id=\"{}\"]", message.id)));
            row.map(|row| row.set_attribute("data-edited", ""));
        });
    });
}

/// Who sees the newest message has read it; who sends one wants to see it.
fn follow_reader(client: Client, channel: ChannelId, scroll: &Scroll) {
    let at_end = scroll.at_end;
    create_effect(move || {
        let watching = at_end.get() && client.visible.get() && client.is_on_screen();
        untrack(|| client.watch(watching));
    });
    client.show_newest(channel);
    let (scroll, mut before) = (scroll.clone(), client.sent.get_untracked());
    create_effect(move || {
        let sent = client.sent.get();
        if std::mem::replace(&mut before, sent) != sent {
            untrack(|| to_newest(client, channel, &scroll));
        }
    });
}

/// What stands below, while the newest messages are further down.
fn ending(client: Client, channel: ChannelId) -> View {
    let has_after = create_selector(move || {
        client.model.with(|model| model.timeline(channel).is_some_and(Timeline::has_after))
    });
    view! {
        (Live { now: move || if has_after.get() { view! { p(class="hint conversation-more") { (words::LOADING_NEWER) } } } else { View::new() } })
    }
}
