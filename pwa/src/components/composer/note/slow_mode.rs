//! Says at the end of the line above the composer that the channel is in slow mode, and counts down until one may write again.

use crate::client::Client;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_effect, create_selector};
use crate::state::SlowMode;
use crate::words::moderation as words;
use crate::{browser, clock};
use hubbub_shared::ChannelId;
use std::cell::Cell;
use std::rc::Rc;
use sycamore::prelude::*;

/// What the note says.
#[derive(Clone, Copy, PartialEq)]
struct Note {
    secs: u64,
    left: u64,
    /// A message is kept back until then.
    waits: bool,
}

/// Draws the note; nothing for those whom slow mode does not concern.
pub fn note(client: Client, channel: ChannelId) -> View {
    let second = create_signal(0_u32);
    let note = create_selector(move || {
        second.track();
        let slow = client.model.with(|model| SlowMode::of(model, channel))?;
        let left = slow.seconds_left(clock::now(), browser::steady());
        Some(Note { secs: slow.secs, left, waits: slow.waits_until.is_some() && left > 0 })
    });
    count_down(second, note);
    tell(client, note);
    view! {
        (Live { now: move || match note.get() {
            None => View::new(),
            Some(note) => {
                let symbol = icon("clock");
                let left = words::slow_mode(note.secs, note.left, note.waits);
                let (title, how) = (words::slow_mode_how(note.secs), words::slow_mode_how(note.secs));
                view! {
                    span(class="composer-slow", data-testid="slow-mode", data-left=note.left.to_string(), title=title) {
                        (symbol)
                        span(aria-hidden="true") { (left) }
                        span(class="unseen") { (how) }
                    }
                }
            }
        } })
    }
}

/// Looks again every second, while there is something to count.
fn count_down(second: Signal<u32>, note: ReadSignal<Option<Note>>) {
    let is_counting = Rc::new(Cell::new(false));
    create_effect(move || {
        second.track();
        let counts = note.get().is_some_and(|note| note.left > 0);
        if counts && !is_counting.replace(true) {
            let is_counting = Rc::clone(&is_counting);
            browser::later(1_000, move || {
                is_counting.set(false);
                if second.is_alive() {
                    second.update(|second| *second = second.wrapping_add(1));
                }
            });
        }
    });
}

/// Who does not see the note hears once that their message waits.
fn tell(client: Client, note: ReadSignal<Option<Note>>) {
    let waits = create_selector(move || note.get().is_some_and(|note| note.waits));
    create_effect(move || {
        if waits.get() {
            let left = note.get_untracked().map_or(0, |note| note.left);
            client.announcement.set(words::slow_mode_waits(left));
        }
    });
}
