//! Looking after a report, and the decision with its answer.

use super::case::{Case, Desk};
use crate::browser;
use crate::client::panel::Governing;
use crate::components::field::{Field, text};
use crate::reactive::{create_selector, handler};
use crate::words::reports as words;
use hubbub_shared::HubId;
use hubbub_shared::model::{ReportCase, ReportOutcome, ReportState};
use hubbub_shared::protocol::Call;
use hubbub_shared::protocol::command::{AdminResolveReport, ResolveReport, ReturnReport, TakeReport};
use hubbub_shared::text::ReportAnswer;
use sycamore::prelude::*;

/// Draws what there is left to decide, or what was.
pub fn decision(case: Case, stands: &ReportCase) -> View {
    let me = case.client.model.with_untracked(|model| model.my_id());
    let is_mine = stands.by.as_ref().is_some_and(|by| Some(by.id) == me);
    let body = match (case.desk, stands.report.state) {
        (_, ReportState::Resolved) => decided(stands),
        (Desk::Server, _) => form(case),
        (Desk::Hub(hub), ReportState::Taken) if !is_mine => others(case, hub, stands),
        (Desk::Hub(hub), ReportState::Taken) => {
            View::from(vec![form(case), give_back(case, hub), escalate(case, hub, stands)])
        }
        (Desk::Hub(hub), ReportState::Open) => {
            View::from(vec![take(case, hub), form(case), escalate(case, hub, stands)])
        }
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
fn others(case: Case, hub: HubId, stands: &ReportCase) -> View {
    let by = stands.by.as_ref().map(|by| words::looked_after(&by.display_name)).unwrap_or_default();
    let back = give_back(case, hub);
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
            let back = if let Desk::Hub(_) = case.desk { ".page .bar-back" } else { ".report-back" };
            browser::soon(move || browser::focus(back));
        }
        Err(problem) => case.client.complain(&problem),
    });
}

fn take(case: Case, hub: HubId) -> View {
    let id = case.id;
    view! {
        div(class="report-take") {
            p(class="hint") { (words::TAKE_HINT) }
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| does(case, TakeReport { hub, report: id }, None))) { (words::TAKE) }
        }
    }
}

fn give_back(case: Case, hub: HubId) -> View {
    let id = case.id;
    view! {
        button(class="button button-quiet", r#type="button", on:click=handler(move |_| does(case, ReturnReport { hub, report: id }, None))) { (words::GIVE_BACK) }
    }
}

fn escalate(case: Case, hub: HubId, stands: &ReportCase) -> View {
    if stands.escalated_at.is_some() {
        return View::new();
    }
    view! {
        button(class="button button-quiet", r#type="button", data-testid="escalate", on:click=handler(move |_| case.client.open(Governing::EscalateReport(hub, case.id)))) { (words::ESCALATE) }
    }
}

fn form(case: Case) -> View {
    let Case { desk, id, outcome, answer, .. } = case;
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
            let outcome = outcome.get_untracked();
            match desk {
                Desk::Hub(hub) => does(case, ResolveReport { hub, report: id, outcome, answer }, Some(words::DECIDED)),
                Desk::Server => does(case, AdminResolveReport { report: id, outcome, answer }, Some(words::DECIDED)),
            }
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
