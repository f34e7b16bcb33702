//! The rules of a hub, which whoever comes has to accept.

use super::parts::lines;
use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::reactive::{Live, create_selector, handler};
use crate::words::{self, coming_in};
use hubbub_shared::HubId;
use hubbub_shared::model::HubRules;
use hubbub_shared::protocol::command::{GetHubRules, SetHubRules};
use hubbub_shared::text::HubRulesText;
use sycamore::prelude::*;

/// Draws the section.
pub fn rules(client: Client, hub: HubId) -> View {
    let loaded = Loaded::new();
    client.call(GetHubRules { hub }, move |answer| loaded.put(answer));
    let body = loaded.view(move |rules| form(client, hub, loaded, rules));
    view! { section(class="panel", aria-label=coming_in::RULES) { (body) } }
}

fn form(client: Client, hub: HubId, loaded: Loaded<HubRules>, rules: &HubRules) -> View {
    let (kept, text, busy) = (rules.text.clone(), create_signal(rules.text.clone()), create_signal(false));
    let length = create_selector(move || text.with(|text| text.trim().chars().count()));
    let is_ready = create_selector(move || {
        !busy.get() && length.get() <= HubRulesText::MAX_CHARS && text.with(|text| text.trim() != kept)
    });
    let field = lines("hub-rules", coming_in::RULES_LABEL, coming_in::RULES_HINT, 8, text);
    view! {
        form(class="governing-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            busy.set(true);
            client.call(SetHubRules { hub, text: text.get_clone_untracked() }, move |answer| match answer {
                Ok(rules) => {
                    client.notify(if rules.text.is_empty() { coming_in::RULES_GONE } else { coming_in::RULES_SAVED });
                    loaded.put(Ok(rules));
                }
                Err(problem) => {
                    client.complain(&problem);
                    if busy.is_alive() {
                        busy.set(false);
                    }
                }
            });
        })) {
            (field)
            p(class="hint", role="status") { (Live { now: move || coming_in::characters(length.get(), HubRulesText::MAX_CHARS) }) }
            button(class="button button-wide", r#type="submit", disabled=move || !is_ready.get()) { (words::SAVE) }
        }
    }
}
