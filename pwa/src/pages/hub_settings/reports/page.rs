//! One report: what it is about, what was kept, what can be done, and the decision.

use super::case::Case;
use super::{acts, copies, decision, standing};
use crate::client::{Client, Panel};
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::empty::empty;
use crate::reactive::{Live, create_selector, handler};
use crate::words::reports as words;
use hubbub_shared::model::{ReportCase, User};
use hubbub_shared::{ErrorCode, HubId, Problem, ReportId};
use sycamore::prelude::*;

/// Draws the page.
pub fn page(client: Client, hub: HubId, id: ReportId) -> View {
    let case = Case::open(client, hub, id);
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
                (Live { now: move || evidence.get_clone().map(|evidence| copies::evidence(case, &evidence)).unwrap_or_default() })
                (Live { now: move || stands.get_clone().map(|stands| acts::acts(case, &stands)).unwrap_or_default() })
                (Live { now: move || stands.get_clone().map(|stands| decision::decision(case, &stands)).unwrap_or_default() })
            },
        } })
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
    let channel = report.channel.and_then(|channel| case.client.channel_name(channel));
    let place = words::where_when(channel.as_deref(), &clock::moment(report.at.0));
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
            p(class="hint") { (about) }
            (whom)
            p(class="hint") { bdi { (place) } }
            p(class="hint") { bdi { (by) } }
            (said)
            (state)
            (escalated)
        }
    }
}

/// Who is reported, with the way to their card.
fn person(case: Case, user: &User) -> View {
    let (picture, name, username) = (avatar(user, ""), user.display_name.clone(), user.username.clone());
    let (user, hub) = (user.clone(), case.hub);
    view! {
        button(class="row", r#type="button", on:click=handler(move |_| {
            case.client.open(Panel::Profile(hub, Box::new(user.clone())));
        })) {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { "@" bdi { (username) } }
            }
        }
    }
}
