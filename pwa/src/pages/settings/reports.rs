//! What the person has reported, and what became of it.

use crate::client::Client;
use crate::clock;
use crate::components::avatar::avatar;
use crate::reactive::{Live, create_effect};
use crate::words::{LOADING, reports as words};
use hubbub_shared::Problem;
use hubbub_shared::model::{Report, Reports};
use sycamore::prelude::*;

/// Draws the section. Something may be decided while one looks.
pub fn reports(client: Client) -> View {
    let list = create_signal(None::<Result<Reports, Problem>>);
    create_effect(move || {
        client.report_news.track();
        client.own_reports(move |answer| {
            if list.is_alive() {
                list.set(Some(answer));
            }
        });
    });
    view! {
        section(class="panel", aria-label=words::OWN) {
            h2 { (words::OWN) }
            (Live { now: move || match list.get_clone() {
                None => view! { div(class="skeleton-line", role="status", aria-label=LOADING) },
                Some(Err(problem)) => {
                    let why = problem.message;
                    view! { p(class="field-problem", role="alert") { (why) } }
                }
                Some(Ok(own)) if own.reports.is_empty() => view! { p(class="hint") { (words::OWN_NONE) } },
                Some(Ok(own)) => {
                    let rows: Vec<View> = own.reports.iter().map(|report| row(client, report)).collect();
                    view! { ul(class="sessions bans own-reports") { (rows) } }
                }
            } })
        }
    }
}

fn row(client: Client, report: &Report) -> View {
    let (picture, name) = (avatar(&report.whom, ""), report.whom.display_name.clone());
    let category = words::category(report.category).0;
    let channel = report.channel.map(|channel| client.channel_name(channel));
    let about = words::where_when(channel, &clock::ago(report.at.0, clock::now()));
    let standing = words::standing(report.state, report.outcome);
    let answer = match report.answer.clone() {
        Some(answer) => view! { span(class="report-words") { bdi { (answer) } } },
        None => View::new(),
    };
    view! {
        li(class="session") {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } " · " (category) }
                span(class="hint") { bdi { (about) } }
                span { (standing) }
                (answer)
            }
        }
    }
}
