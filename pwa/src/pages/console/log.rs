//! What the owner of the server did, newest first.

use crate::client::Client;
use crate::clock;
use crate::components::empty::empty;
use crate::words::{self as all, console as words};
use hubbub_shared::Problem;
use hubbub_shared::model::{AuditEntry, AuditPage};
use hubbub_shared::protocol::command::AdminGetLog;
use sycamore::prelude::*;

/// What is loaded of the log.
type Loaded = Signal<Option<Result<AuditPage, Problem>>>;

/// Draws the section.
pub fn log(client: Client) -> View {
    let loaded: Loaded = create_signal(None);
    load(client, loaded, None);
    view! {
        section(class="panel", aria-label=words::LOG) {
            (match loaded.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=all::LOADING) },
                Some(Err(problem)) => view! { p(class="field-problem", role="alert") { (problem.message.clone()) } },
                Some(Ok(page)) if page.entries.is_empty() => empty("clock", words::LOG_EMPTY_TITLE, words::LOG_EMPTY),
                Some(Ok(page)) => drawn(client, loaded, page),
            })
        }
    }
}

fn load(client: Client, loaded: Loaded, before: Option<u64>) {
    client.call(AdminGetLog { action: None, before, limit: None }, move |answer| {
        if !loaded.is_alive() {
            return;
        }
        loaded.update(|loaded| match (loaded, answer) {
            (Some(Ok(known)), Ok(page)) if before.is_some() && known.next == before => {
                known.entries.extend(page.entries);
                known.next = page.next;
            }
            (_, Err(problem)) if before.is_some() => client.complain(&problem),
            (_, Ok(_)) if before.is_some() => {}
            (loaded, answer) => *loaded = Some(answer),
        });
    });
}

fn drawn(client: Client, loaded: Loaded, page: AuditPage) -> View {
    let rows: Vec<View> = page.entries.into_iter().map(row).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=move |_| load(client, loaded, Some(next))) { (words::MORE) }
        },
        None => View::new(),
    };
    view! {
        ul(class="sessions bans", aria-label=words::LOG) { (rows) }
        (more)
    }
}

fn row(entry: AuditEntry) -> View {
    let whom = entry.whom.map(|whom| whom.display_name).or(entry.name).unwrap_or_default();
    let told = format!("{} {} {whom}", entry.who.display_name, words::act(entry.action));
    let at = format!("#{} \u{b7} {}", entry.number, clock::moment(entry.at.0));
    let reason = entry.reason.unwrap_or_default();
    view! {
        li(class="session") {
            span(class="card-text") {
                span { bdi { (told) } }
                span(class="hint") { bdi { (reason) } }
                span(class="hint") { (at) }
            }
        }
    }
}
