//! Sends a notification to this device, and says how far it came.

use super::device::Device;
use crate::browser;
use crate::components::more_icons::icon;
use crate::offline::push;
use crate::reactive::{Live, handler};
use crate::state::{Permission, Standing, Step, Trial};
use crate::words::notifications as words;
use hubbub_shared::Problem;
use hubbub_shared::model::{PushOutcome, PushTest};
use hubbub_shared::protocol::command::{GetPush, TestPush};
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// A push service is mostly here within a second.
const PATIENCE_MS: i32 = 20_000;

/// Draws the button, and the steps of the trial that runs or ran.
pub fn trial(device: Device, running: Signal<Option<Trial>>) -> View {
    push::on_arrival(move || {
        if running.is_alive() && running.with_untracked(Option::is_some) {
            running.set(Some(Trial::done()));
        }
    });
    let runs = move || running.with(|trial| trial.as_ref().is_some_and(Trial::runs));
    view! {
        button(class="button button-wide", r#type="button", data-testid="try-push", aria-disabled=move || runs().then_some("true"),
            on:click=handler(move |_| if !running.with_untracked(|trial| trial.as_ref().is_some_and(Trial::runs)) {
                start(device, running);
            })) { (words::TRY) }
        div(role="status") {
            (Live { now: move || running.get_clone().map(|trial| steps(&trial)).unwrap_or_default() })
        }
    }
}

fn steps(trial: &Trial) -> View {
    let rows: Vec<View> = Trial::STEPS.into_iter().map(|step| row(trial, step)).collect();
    let end = match trial.at {
        None => view! { p(class="hint") { (words::TRY_WORKS) } },
        Some(_) => View::new(),
    };
    view! {
        ol(class="steps trial", aria-label=words::TRYING, data-testid="trial") { (rows) }
        (end)
    }
}

fn row(trial: &Trial, step: Step) -> View {
    let (standing, symbol, said) = match trial.standing(step) {
        Standing::Waits => ("waits", "more", words::WAITS),
        Standing::Runs => ("runs", "clock", words::RUNS),
        Standing::Works => ("works", "check", words::WORKS),
        Standing::Fails => ("fails", "warning", words::FAILS),
    };
    let what_to_do = trial.failed.clone().filter(|_| standing == "fails");
    let what_to_do =
        what_to_do.map(|words| view! { span(class="field-problem") { (words) } }).unwrap_or_default();
    let symbol = icon(symbol);
    view! {
        li(data-standing=standing) {
            span(class="step-symbol") { (symbol) }
            span(class="card-text") {
                span { (words::step(step)) span(class="unseen") { ": " (said) } }
                (what_to_do)
            }
        }
    }
}

fn start(device: Device, running: Signal<Option<Trial>>) {
    let client = device.client;
    let goes_on = move |trial: Trial| {
        // Who has left the page hears nothing; what has arrived meanwhile has arrived.
        let is_over = !running.is_alive() || running.with_untracked(|now| *now == Some(Trial::done()));
        if !is_over {
            running.set(Some(trial));
        }
    };
    running.set(Some(Trial::at(Step::Permission)));
    spawn_local(async move {
        if push::permission().await != Permission::Granted {
            return goes_on(Trial::failed(Step::Permission, words::ALLOW_FIRST.to_owned()));
        }
        goes_on(Trial::at(Step::Subscription));
        let has = push::subscription().await;
        client.call(GetPush {}, move |answer| match answer {
            Err(problem) => goes_on(Trial::failed(Step::Subscription, problem.message)),
            Ok(told) => {
                let is_same = has.is_some_and(|has| push::is_kept(&told.public_key, &has));
                if !is_same || !told.devices.iter().any(|one| one.current) {
                    return goes_on(Trial::failed(Step::Subscription, words::OFF_AND_ON.to_owned()));
                }
                goes_on(Trial::at(Step::Service));
                client.call(TestPush {}, move |answer| goes_on(after_service(answer)));
                browser::later(PATIENCE_MS, move || {
                    let waits = running.is_alive()
                        && running.with_untracked(|now| *now == Some(Trial::at(Step::Arrival)));
                    if waits {
                        goes_on(Trial::failed(Step::Arrival, words::DID_NOT_ARRIVE.to_owned()));
                    }
                });
            }
        });
    });
}

fn after_service(answer: Result<PushTest, Problem>) -> Trial {
    match answer {
        Ok(PushTest { outcome: PushOutcome::Taken, .. }) => Trial::at(Step::Arrival),
        Ok(PushTest { outcome: PushOutcome::NotSubscribed, message }) => {
            Trial::failed(Step::Subscription, message)
        }
        Ok(PushTest { message, .. }) => Trial::failed(Step::Service, message),
        Err(problem) => Trial::failed(Step::Service, problem.message),
    }
}
