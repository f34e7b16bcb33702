//! Who did what in a hub: newest first, under days, as far back as somebody scrolls.

mod entry;
mod filters;
mod log;

use crate::client::Client;
use crate::clock;
use crate::words::audit as words;
use hubbub_shared::HubId;
use log::{Log, Page};
use sycamore::prelude::*;

/// Draws the section. `scrolled` tells when somebody scrolls.
pub fn audit_log(client: Client, hub: HubId, scrolled: ReadSignal<()>) -> View {
    client.meet_members(hub);
    let log = Log::open(client, hub, scrolled);
    let (filters, end, pages) = (filters::filters(log), log.end(), *log.pages);
    view! {
        section(class="panel", aria-label=words::AUDIT_LOG) {
            (filters)
            div(class="audit-log") {
                Keyed(list=pages, key=|page| page.entries.first().map(|entry| entry.number), view=move |page| days(log, page))
            }
            (end)
        }
    }
}

/// Lines under their days.
fn days(log: Log, page: Page) -> View {
    let now = clock::now();
    let mut views = Vec::new();
    let mut day = page.follows;
    for entries in page.entries.chunk_by(|one, other| clock::day_of(one.at.0) == clock::day_of(other.at.0)) {
        let Some(first) = entries.first() else { continue };
        let this = Some(clock::day_of(first.at.0));
        if this != day {
            let title = clock::day(first.at.0, now);
            views.push(view! { h2(class="audit-day") { (title) } });
        }
        day = this;
        let rows: Vec<View> = entries.iter().map(|entry| entry::entry(log, entry)).collect();
        views.push(view! { ol(class="sessions bans") { (rows) } });
    }
    views.into()
}
