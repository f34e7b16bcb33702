//! What members report, for those who decide: what waits, what somebody looks after, what is decided, and each with what was
//! kept of it.

mod acts;
mod case;
mod copies;
mod decision;
mod page;

pub use case::Desk;
pub use page::page;

use crate::client::Client;
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::reactive::{create_effect, handler};
use crate::state::HubSection;
use crate::words::reports as words;
use hubbub_shared::model::{ReportCase, ReportCases, ReportState};
use hubbub_shared::protocol::command::GetReports;
use hubbub_shared::{HubId, ReportId};
use sycamore::prelude::*;

const STATES: [ReportState; 3] = [ReportState::Open, ReportState::Taken, ReportState::Resolved];

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct Queue {
    client: Client,
    hub: HubId,
    state: Signal<ReportState>,
    loaded: Loaded<ReportCases>,
}

/// Draws the section.
pub fn reports(client: Client, hub: HubId) -> View {
    let queue = Queue { client, hub, state: create_signal(ReportState::Open), loaded: Loaded::new() };
    create_effect(move || {
        queue.state.track();
        client.report_news.track();
        untrack(|| queue.load());
    });
    let tabs: Vec<View> = STATES.into_iter().map(|state| tab(queue, state)).collect();
    let body = queue.loaded.view(move |page| drawn(queue, page));
    view! {
        section(class="panel", aria-label=words::REPORTS) {
            div(class="choices", role="radiogroup", aria-label=words::REPORTS) { (tabs) }
            (body)
        }
    }
}

fn tab(queue: Queue, state: ReportState) -> View {
    let is_chosen = queue.state.get_untracked() == state;
    view! {
        label(class="choice") {
            input(r#type="radio", name="report-state", checked=is_chosen, on:change=handler(move |_: web_sys::Event| queue.state.set(state)))
            span { (words::state(state)) }
        }
    }
}

impl Queue {
    fn load(self) {
        let state = self.state.get_untracked();
        let ask = GetReports { hub: self.hub, state: Some(state), after: None, limit: None };
        self.client.call(ask, move |answer| {
            // Another tab may be open by now.
            if self.loaded.is_shown() && self.state.get_untracked() == state {
                self.loaded.put(answer);
            }
        });
    }

    fn load_after(self, after: ReportId) {
        let state = self.state.get_untracked();
        let ask = GetReports { hub: self.hub, state: Some(state), after: Some(after), limit: None };
        self.client.call(ask, move |answer| {
            self.loaded.page(self.client, Some(after), answer, |page| (&mut page.cases, &mut page.next));
        });
    }
}

fn drawn(queue: Queue, page: &ReportCases) -> View {
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| queue.load_after(next))) { (words::MORE) }
        },
        None => View::new(),
    };
    if page.cases.is_empty() && page.next.is_none() {
        return match queue.state.get_untracked() {
            ReportState::Open => empty("check", words::NEW_NONE_TITLE, words::NEW_NONE),
            ReportState::Taken => empty("flag", words::TAKEN_NONE_TITLE, words::TAKEN_NONE),
            ReportState::Resolved => empty("flag", words::DECIDED_NONE_TITLE, words::DECIDED_NONE),
        };
    }
    let rows: Vec<View> = page.cases.iter().map(|case| row(queue, case)).collect();
    view! {
        ul(class="sessions bans reports") { (rows) }
        (more)
    }
}

fn row(queue: Queue, case: &ReportCase) -> View {
    let address = HubSection::Report(case.report.id).at(queue.hub).address();
    let summary = summary(queue.client, case);
    view! {
        li { a(class="session report-row", data-link="", href=address) { (summary) } }
    }
}

/// A report in a list: who, what, where, and how it stands.
pub fn summary(client: Client, case: &ReportCase) -> View {
    let report = &case.report;
    let (picture, name) = (avatar(&report.whom, ""), report.whom.display_name.clone());
    let category = words::category(report.category).0;
    let channel = report.channel.map(|channel| client.channel_name(channel));
    let about = words::where_when(channel, &clock::ago(report.at.0, clock::now()));
    let by = words::reported_by(&case.reporter.display_name);
    let state = standing(case);
    let said = match report.words.is_empty() {
        true => View::new(),
        false => {
            let said = words::excerpt(&report.words);
            view! { span(class="report-excerpt") { bdi { (said) } } }
        }
    };
    let escalated = match case.escalated_at {
        Some(_) => view! { span(class="tag") { (words::ESCALATED) } },
        None => View::new(),
    };
    view! {
        (picture)
        span(class="card-text") {
            strong { bdi { (name) } " · " (category) }
            (said)
            span(class="hint") { bdi { (about) } }
            span(class="hint") { bdi { (by) } }
            (state)
            span(class="tags") { (escalated) }
        }
    }
}

/// Who looks after it, or decided.
fn standing(case: &ReportCase) -> View {
    let by = case.by.as_ref().map(|by| by.display_name.as_str());
    let line = match (case.report.state, by, case.resolved_at) {
        (ReportState::Taken, Some(by), _) => words::looked_after(by),
        (ReportState::Resolved, Some(by), Some(at)) => words::decided_by(by, &clock::moment(at.0)),
        _ => return View::new(),
    };
    view! { span(class="hint") { bdi { (line) } } }
}
