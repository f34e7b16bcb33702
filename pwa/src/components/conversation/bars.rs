//! What floats over a conversation: ways to what is new, above and below.

use super::scroll::Scroll;
use crate::client::{Client, Seek};
use crate::components::icon::icon;
use crate::reactive::{Live, create_selector, handler};
use crate::words;
use hubbub_shared::ChannelId;
use sycamore::prelude::*;

/// Leads up to where reading stopped.
pub fn new_above(client: Client, scroll: &Scroll) -> View {
    let line_is_above = scroll.line_is_above;
    let count = create_selector(move || {
        client.model.with(|model| model.divider().map_or(0, |_| model.unread_at_opening()))
    });
    let (up, done) = (icon("up"), icon("check"));
    view! {
        div(class="new-above", hidden=move || !line_is_above.get() || count.get() == 0) {
            button(class="new-above-go", r#type="button", data-testid="new-above", on:click=handler(move |_| client.seek.set(Some(Seek::Divider)))) {
                (up)
                span { (Live { now: move || words::new_above(count.get()) }) }
            }
            button(class="new-above-done", r#type="button", aria-label=words::MARK_READ, title=words::MARK_READ,
                on:click=handler(move |_| client.model.update(|model| model.forget_divider()))) { (done) }
        }
    }
}

/// Leads down to the newest message, and counts what came meanwhile.
pub fn jump_to_latest(client: Client, channel: ChannelId, scroll: &Scroll) -> View {
    let at_end = scroll.at_end;
    let unread = create_selector(move || client.model.with(|model| model.reading.badge(channel).unread));
    let symbol = icon("down");
    view! {
        button(class="jump", r#type="button", data-testid="jump", hidden=move || at_end.get(),
            data-unread=move || (unread.get() > 0).then_some("true"), on:click=handler(move |_| client.seek.set(Some(Seek::Newest)))) {
            (symbol)
            span { (Live { now: move || match unread.get() {
                0 => words::JUMP_TO_LATEST.to_owned(),
                unread => words::new_below(unread),
            } }) }
        }
    }
}
