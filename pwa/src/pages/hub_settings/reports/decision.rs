//! Looking after a report, and the decision with its answer.

use super::case::Case;
use crate::browser;
use crate::client::Panel;
use crate::components::field::{Field, text};
use crate::reactive::{create_selector, handler};
use crate::words::reports as words;
use hubbub_shared::model::{ReportCase, ReportOutcome, ReportState};
use hubbub_shared::protocol::Call;
use hubbub_shared::protocol::command::{ResolveReport, ReturnReport, TakeReport};
use hubbub_shared::text::ReportAnswer;
use sycamore::prelude::*;

/// Draws what there is left to decide, or what was.
pub fn decision(case: Case, stands: &ReportCase) -> View {
    let me = case.client.model.with_untracked(|model| model.my_id());
    let is_mine = stands.by.as_ref().is_some_and(|by| Some(by.id) == me);
    let body = match stands.report.state {
        ReportState::Resolved => decided(stands),
        ReportState::Taken if !is_mine => others(case, stands),
        ReportState::Taken => View::from(vec![form(case), give_back(case), escalate(case, stands)]),
        ReportState::Open => View::from(vec![take(case), form(case), escalate(case, stands)]),
    };
    view! {
        section(class="panel report-decision", aria-label=words::DECISION) {
            h2 { (words::DECISION) }
            (body)
        }
    }
}

fn decided(stands: &ReportCase) -> View {
    let outcome = words::outcome_choice(stands.report.outcome.unwrap_or(ReportOutcome::Other));
    let answer = match stands.report.answer.clone() {
        Some(answer) => view! { blockquote(class="report-words") { bdi { (answer) } } },
        None => view! { p(class="hint") { (words::NOT_ANSWERED) } },
    };
    view! {
        p { strong { (outcome) } }
        (answer)
    }
}

/// Somebody else looks after it; whoever that is may be asleep by now.
fn others(case: Case, stands: &ReportCase) -> View {
    let by = stands.by.as_ref().map(|by| words::looked_after(&by.display_name)).unwrap_or_default();
    let back = give_back(case);
    view! {
        p(class="hint") { bdi { (by) } }
        (back)
    }
}

fn does(case: Case, what: impl Call<Reply = ReportCase>, said: Option<&'static str>) {
    case.client.call(what, move |answer| match answer {
        Ok(stands) => {
            case.stands(stands);
            if let Some(said) = said {
                case.client.notify(said);
            }
            browser::soon(|| browser::focus(".page .bar-back"));
        }
        Err(problem) => case.client.complain(&problem),
    });
}

fn take(case: Case) -> View {
    let Case { hub, id, .. } = case;
    view! {
        div(class="report-take") {
            p(class="hint") { (words::TAKE_HINT) }
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| does(case, TakeReport { hub, report: id }, None))) { (words::TAKE) }
        }
    }
}

fn give_back(case: Case) -> View {
    let Case { hub, id, .. } = case;
    view! {
        button(class="button button-quiet", r#type="button", on:click=handler(move |_| does(case, ReturnReport { hub, report: id }, None))) { (words::GIVE_BACK) }
    }
}

fn escalate(case: Case, stands: &ReportCase) -> View {
    if stands.escalated_at.is_some() {
        return View::new();
    }
    view! {
        button(class="button button-quiet", r#type="button", data-testid="escalate", on:click=handler(move |_| case.client.open(Panel::EscalateReport(case.hub, case.id)))) { (words::ESCALATE) }
    }
}

fn form(case: Case) -> View {
    let Case { hub, id, outcome, answer, .. } = case;
    let options: Vec<View> =
        ReportOutcome::ALL.into_iter().enumerate().map(|(place, one)| option(case, place, one)).collect();
    let field = text(Field {
        id: "report-answer",
        label: words::ANSWER,
        example: words::ANSWER_EXAMPLE,
        value: answer,
        problem: create_signal(None),
        max: ReportAnswer::MAX_CHARS,
    });
    view! {
        form(class="governing-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            let answer = answer.get_clone_untracked().trim().to_owned();
            let decision = ResolveReport { hub, report: id, outcome: outcome.get_untracked(), answer };
            does(case, decision, Some(words::DECIDED));
        })) {
            div(class="field") {
                label(r#for="report-outcome") { (words::OUTCOME) }
                select(id="report-outcome", class="input", on:change=handler(move |event: web_sys::Event| {
                    let place = browser::value_of(&event).and_then(|value| value.parse::<usize>().ok());
                    if let Some(chosen) = place.and_then(|place| ReportOutcome::ALL.get(place)) {
                        outcome.set(*chosen);
                    }
                })) { (options) }
            }
            (field)
            button(class="button button-wide", r#type="submit") { (words::DECIDE) }
        }
    }
}

fn option(case: Case, place: usize, outcome: ReportOutcome) -> View {
    let is_chosen = create_selector(move || case.outcome.get() == outcome);
    let label = words::outcome_choice(outcome);
    view! { option(value=place.to_string(), prop:selected=move || is_chosen.get()) { (label) } }
}
