//! What was done about somebody, newest first: the lines of the audit log that tell of it.

use crate::client::Client;
use crate::clock;
use crate::components::loaded::Loaded;
use crate::reactive::handler;
use crate::words::members as words;
use hubbub_shared::model::{AuditEntry, AuditPage};
use hubbub_shared::protocol::command::GetMeasures;
use hubbub_shared::{HubId, Timestamp, UserId};
use sycamore::prelude::*;

const PER_PAGE: u64 = 20;

/// What the list works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    hub: HubId,
    user: UserId,
    loaded: Loaded<AuditPage>,
}

/// Draws the list, from the newest measure on.
pub fn history(client: Client, hub: HubId, user: UserId) -> View {
    let list = List { client, hub, user, loaded: Loaded::new() };
    client.call(list.ask(None), move |answer| list.loaded.put(answer));
    let shown = list.loaded.view(move |page| drawn(list, page));
    view! {
        section(aria-label=words::HISTORY) {
            h3 { (words::HISTORY) }
            (shown)
        }
    }
}

impl List {
    const fn ask(self, before: Option<u64>) -> GetMeasures {
        GetMeasures { hub: self.hub, user: self.user, before, limit: Some(PER_PAGE) }
    }

    fn more(self, before: u64) {
        self.client.call(self.ask(Some(before)), move |answer| {
            self.loaded.page(self.client, Some(before), answer, |page| (&mut page.entries, &mut page.next));
        });
    }
}

fn drawn(list: List, page: &AuditPage) -> View {
    let rows: Vec<View> = page.entries.iter().map(row).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| list.more(next))) { (words::MORE) }
        },
        None if rows.is_empty() => view! { p(class="hint") { (words::HISTORY_NONE) } },
        None => View::new(),
    };
    view! {
        ul(class="record-list", aria-label=words::HISTORY) { (rows) }
        (more)
    }
}

fn row(entry: &AuditEntry) -> View {
    let (what, by) = (words::measure(entry), words::measure_by(entry, &clock::moment(entry.at.0)));
    let line = |text: Option<String>| match text {
        Some(text) => view! { span { bdi { (text) } } },
        None => View::new(),
    };
    let (until, reason) = (line(timeout_end(entry)), line(entry.reason.clone()));
    view! {
        li {
            span(class="card-text") {
                strong { (what) }
                (until)
                (reason)
                span(class="hint") { bdi { (by) } }
            }
        }
    }
}

/// Until when a timeout is.
fn timeout_end(entry: &AuditEntry) -> Option<String> {
    let change = entry.changes.iter().find(|change| change.field == "timed_out_until")?;
    let until = Timestamp::parse(change.after.as_ref()?.as_str()?)?;
    Some(words::until(&clock::moment(until.0)))
}
