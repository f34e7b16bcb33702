//! Who may come, who may make hubs, and limits.

use super::list::plainly;
use crate::browser;
use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::reactive::{Live, handler};
use crate::words::console as words;
use hubbub_shared::Problem;
use hubbub_shared::model::{HubMakers, ServerLimits, ServerSettings, SignUps};
use hubbub_shared::protocol::command::{AdminGetSettings, AdminUpdateSettings};
use sycamore::prelude::*;

const SIGN_UPS: [SignUps; 3] = [SignUps::Everyone, SignUps::Invited, SignUps::Nobody];
const HUB_MAKERS: [HubMakers; 2] = [HubMakers::Everyone, HubMakers::Owner];

/// Draws the section.
pub fn access(client: Client) -> View {
    let loaded = Loaded::new();
    client.call(AdminGetSettings {}, move |answer| loaded.put(answer));
    let body = loaded.view(move |settings: &ServerSettings| form(client, settings.clone()));
    view! {
        section(class="panel", aria-label=words::ACCESS) {
            (body)
        }
    }
}

const fn numbers(limits: ServerLimits) -> [u32; 6] {
    [
        limits.sends_per_minute,
        limits.writes_per_minute,
        limits.sign_ins_per_minute,
        limits.exports_per_hour,
        limits.hubs_of_a_person,
        limits.members_of_a_hub,
    ]
}

fn form(client: Client, settings: ServerSettings) -> View {
    let sign_ups = create_signal(SIGN_UPS.iter().position(|one| *one == settings.sign_ups).unwrap_or(0));
    let makers = create_signal(HUB_MAKERS.iter().position(|one| *one == settings.hub_makers).unwrap_or(0));
    let (now, usual) = (numbers(settings.limits), numbers(settings.usual));
    let limits: [Signal<String>; 6] = std::array::from_fn(|at| {
        let is_usual = now[at] == usual[at];
        create_signal(if is_usual { String::new() } else { now[at].to_string() })
    });
    let problem = create_signal(None::<Problem>);
    let fields: Vec<View> = (0..limits.len()).map(|at| limit(at, usual[at], limits[at])).collect();
    let sign_up = select("sign-ups", words::SIGN_UPS, &words::SIGN_UP_CHOICES, sign_ups);
    let maker = select("hub-makers", words::HUB_MAKERS, &words::HUB_MAKER_CHOICES, makers);
    let save = move || {
        // Empty is as the server was started; what is no number is left as it is.
        let wish = |at: usize| {
            let text = limits[at].get_clone_untracked();
            match text.trim() {
                "" => Some(None),
                number => number.parse().ok().map(Some),
            }
        };
        let command = AdminUpdateSettings {
            sign_ups: SIGN_UPS.get(sign_ups.get_untracked()).copied(),
            hub_makers: HUB_MAKERS.get(makers.get_untracked()).copied(),
            sends_per_minute: wish(0),
            writes_per_minute: wish(1),
            sign_ins_per_minute: wish(2),
            exports_per_hour: wish(3),
            hubs_of_a_person: wish(4),
            members_of_a_hub: wish(5),
            reason: None,
        };
        client.call(command, move |answer| match answer {
            Ok(_) => client.notify(words::SAVED),
            Err(why) if problem.is_alive() => {
                problem.set(Some(plainly(why)));
            }
            Err(_) => {}
        });
    };
    view! {
        form(class="console-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            problem.set(None);
            save();
        })) {
            (sign_up)
            (maker)
            h2 { (words::LIMITS) }
            p(class="hint") { (words::LIMITS_HINT) }
            (fields)
            p(class="field-problem", role="alert") {
                (Live { now: move || problem.with(|problem| problem.as_ref().map(|problem| problem.message.clone()).unwrap_or_default()) })
            }
            button(class="button button-wide", r#type="submit") { (words::SAVE) }
        }
    }
}

fn limit(at: usize, usual: u32, value: Signal<String>) -> View {
    let id = format!("limit-{at}");
    let (input, hint) = (id.clone(), words::usual(usual));
    let label = words::LIMIT_NAMES[at];
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            input(id=input, class="input", r#type="number", inputmode="numeric", min="0", max="1000000", placeholder=hint, bind:value=value)
        }
    }
}

fn select(
    id: &'static str,
    label: &'static str,
    options: &'static [&'static str],
    chosen: Signal<usize>,
) -> View {
    let option = |(place, words): (usize, &&'static str)| {
        let (words, is_chosen) = (*words, chosen.get_untracked() == place);
        view! { option(value=place.to_string(), selected=is_chosen) { (words) } }
    };
    let options: Vec<View> = options.iter().enumerate().map(option).collect();
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            select(id=id, class="input", on:change=handler(move |event: web_sys::Event| {
                if let Some(place) = browser::value_of(&event).and_then(|value| value.parse().ok()) {
                    chosen.set(place);
                }
            })) { (options) }
        }
    }
}
