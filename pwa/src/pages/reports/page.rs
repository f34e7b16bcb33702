//! One report: what it is about, what was kept, what can be done, and the decision.

use super::case::{Case, Desk};
use super::{acts, copies, decision, standing};
use crate::client::Client;
use crate::client::panel::General;
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::more_icons::empty;
use crate::reactive::{Live, create_selector, handler};
use crate::words::reports as words;
use hubbub_shared::model::{ReportCase, ReportCategory, User};
use hubbub_shared::{ErrorCode, Problem, ReportId};
use sycamore::prelude::*;

/// Draws the page.
pub fn page(client: Client, desk: Desk, id: ReportId) -> View {
    let case = Case::open(client, desk, id);
    // News of other reports change nothing here, and what is being typed keeps the focus.
    let evidence = create_selector(move || case.with(|full| full.evidence.clone()));
    let stands = create_selector(move || case.with(|full| full.case.clone()));
    let trouble = create_selector(move || case.trouble());
    view! {
        (Live { now: move || match trouble.get_clone() {
            Some(trouble) => in_its_place(trouble),
            // What was kept never changes, so it is not drawn anew with what does.
            None => view! {
                (Live { now: move || stands.get_clone().map(|stands| head(case, &stands)).unwrap_or_default() })
                (Live { now: move || evidence.get_clone().map(|evidence| copies::evidence(case.client, &evidence)).unwrap_or_default() })
                (Live { now: move || stands.get_clone().map(|stands| acts_here(case, &stands)).unwrap_or_default() })
                (Live { now: move || stands.get_clone().map(|stands| decision::decision(case, &stands)).unwrap_or_default() })
            },
        } })
    }
}

/// What can be done in the hub. Who owns the server does nothing there.
fn acts_here(case: Case, stands: &ReportCase) -> View {
    match case.desk {
        Desk::Hub(hub) => acts::acts(case, hub, stands),
        Desk::Server => View::new(),
    }
}

fn in_its_place(trouble: Option<Problem>) -> View {
    match trouble {
        None => view! { div(class="input skeleton-line", role="status", aria-label=crate::words::LOADING) },
        Some(problem) if problem.code == ErrorCode::NotFound => empty("flag", words::GONE_TITLE, words::GONE),
        Some(problem) => {
            let why = problem.message;
            view! { p(class="field-problem", role="alert") { (why) } }
        }
    }
}

fn head(case: Case, stands: &ReportCase) -> View {
    let report = &stands.report;
    let (title, about) = words::category(report.category);
    let about = match report.category {
        // It only asks who reports for words.
        ReportCategory::Other => View::new(),
        _ => view! { p(class="hint") { (about) } },
    };
    let channel = report.channel.map(|channel| case.client.channel_name(channel));
    let place = words::where_when(channel, &clock::moment(report.at.0));
    let (whom, by, state) =
        (person(case, &report.whom), words::reported_by(&stands.reporter.display_name), standing(stands));
    let said = match report.words.is_empty() {
        true => View::new(),
        false => {
            let said = report.words.clone();
            view! { blockquote(class="report-words", aria-label=words::WHAT_THEY_SAY) { bdi { (said) } } }
        }
    };
    let escalated = match stands.escalated_at {
        Some(at) => {
            let line = words::escalated(&clock::moment(at.0), stands.escalated_why.as_deref());
            view! { p(class="hint") { bdi { (line) } } }
        }
        None => View::new(),
    };
    view! {
        section(class="panel report-head", aria-label=title) {
            h2 { (title) }
            (about)
            (whom)
            p(class="hint") { bdi { (place) } }
            p(class="hint") { bdi { (by) } }
            (said)
            (state)
            (escalated)
        }
    }
}

/// Who is reported; in a hub, with the way to their card.
fn person(case: Case, user: &User) -> View {
    let (picture, name, username) = (avatar(user, ""), user.display_name.clone(), user.username.clone());
    let shown = view! {
        (picture)
        span(class="card-text") {
            strong { bdi { (name) } }
            span(class="hint") { "@" bdi { (username) } }
        }
    };
    let user = user.clone();
    match case.desk {
        Desk::Hub(hub) => view! {
            button(class="row", r#type="button", on:click=handler(move |_| {
                case.client.open(General::Profile(hub, Box::new(user.clone())));
            })) { (shown) }
        },
        Desk::Server => view! { div(class="row") { (shown) } },
    }
}
