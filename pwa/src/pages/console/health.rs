//! How the server fares.

use crate::client::Client;
use crate::clock;
use crate::components::loaded::Loaded;
use crate::words::console as words;
use hubbub_shared::model::{LoggedProblem, ServerHealth};
use hubbub_shared::protocol::command::AdminGetHealth;
use sycamore::prelude::*;

/// Draws the section.
pub fn health(client: Client) -> View {
    let loaded = Loaded::new();
    client.call(AdminGetHealth {}, move |answer| loaded.put(answer));
    let body = loaded.view(|health: &ServerHealth| drawn(health.clone()));
    view! {
        section(class="panel", aria-label=words::HEALTH) {
            (body)
        }
    }
}

fn drawn(health: ServerHealth) -> View {
    let size = health.database_bytes.map(words::bytes).unwrap_or_default();
    let facts = [
        ("Version", format!("{} ({})", health.version, health.build)),
        ("Running for", words::uptime(health.uptime_secs)),
        ("Database", format!("{} {size}", health.engine)),
        ("People", health.people.to_string()),
        ("Hubs", health.hubs.to_string()),
        ("Signed in", health.sessions.to_string()),
        ("Connected", health.sockets.to_string()),
        ("Waiting changes", health.waiting_changes.to_string()),
        ("Waiting events", health.waiting_events.to_string()),
        ("Slow readers closed", health.queue_overflows.to_string()),
        ("Database failures", health.store_failures.to_string()),
    ];
    let rows: Vec<View> = facts
        .into_iter()
        .map(|(name, value)| view! { div(class="console-fact") { dt { (name) } dd { (value) } } })
        .collect();
    let problems: Vec<View> = health.problems.into_iter().map(problem).collect();
    let problems = match problems.is_empty() {
        true => view! { p(class="hint") { (words::NO_PROBLEMS) } },
        false => view! { ul(class="sessions bans") { (problems) } },
    };
    view! {
        dl(class="console-facts") { (rows) }
        h2 { (words::PROBLEMS) }
        (problems)
    }
}

fn problem(problem: LoggedProblem) -> View {
    let at = format!("{} \u{b7} {}", clock::moment(problem.at.0), problem.level);
    view! {
        li(class="session") {
            span(class="card-text") {
                span { (problem.message) }
                span(class="hint") { (at) " \u{b7} " (problem.place) }
            }
        }
    }
}
