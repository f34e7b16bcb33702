//! The rules of a hub, for who has just come: read, accepted, or not yet.

use crate::client::use_client;
use crate::components::dialog::dialog;
use crate::components::markdown::markdown;
use crate::reactive::{Live, handler};
use crate::words::{self, coming_in};
use hubbub_shared::model::HubRules;
use hubbub_shared::protocol::command::{AcceptRules, GetHubRules};
use hubbub_shared::{HubId, Problem};
use sycamore::prelude::*;

pub fn hub_rules(hub: HubId) -> View {
    let client = use_client();
    let (loaded, busy) = (create_signal(None::<Result<HubRules, Problem>>), create_signal(false));
    client.call(GetHubRules { hub }, move |answer| {
        if loaded.is_alive() {
            loaded.set(Some(answer));
        }
    });
    let accept = move |_| {
        busy.set(true);
        client.call(AcceptRules { hub }, move |answer| match answer {
            Ok(_) => {
                client.close();
                client.notify(coming_in::RULES_ACCEPTED);
            }
            Err(problem) => {
                client.complain(&problem);
                if busy.is_alive() {
                    busy.set(false);
                }
            }
        });
    };
    let text = view! {
        (Live { now: move || match loaded.get_clone() {
            None => view! { div(class="input skeleton-line", role="status", aria-label=words::LOADING) },
            Some(Err(problem)) => {
                let words = problem.message;
                view! { p(class="field-problem", role="alert") { (words) } }
            }
            Some(Ok(rules)) => {
                let rules = markdown(client, &rules.text);
                view! { div(class="governing-words") { (rules) } }
            }
        } })
    };
    let is_ready = move || loaded.with(|loaded| matches!(loaded, Some(Ok(_)))) && !busy.get();
    let body = view! {
        div(class="dialog-body") {
            (text)
            div(class="dialog-buttons") {
                button(class="button button-quiet", r#type="button", on:click=handler(move |_| client.close())) { (words::CANCEL) }
                button(class="button", r#type="button", data-testid="accept-rules", disabled=move || !is_ready(), on:click=accept) { (coming_in::RULES_ACCEPT) }
            }
        }
    };
    dialog(coming_in::RULES.to_owned(), body)
}
