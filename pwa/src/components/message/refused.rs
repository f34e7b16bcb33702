//! What the server did not want, why, and what can be done now.

use crate::client::Client;
use crate::client::panel::Governing;
use crate::components::more_icons::icon;
use crate::reactive::handler;
use crate::state::{Errand, Outgoing, SendState};
use crate::words;
use hubbub_shared::Permissions;
use sycamore::prelude::*;

/// Draws that. Nothing, if the server did not say so.
pub fn refused(client: Client, entry: &Outgoing) -> View {
    let SendState::Failed { why } = &entry.state else { return View::new() };
    let (retried, discarded, copied) = (entry.nonce.clone(), entry.nonce.clone(), entry.content.clone());
    let (what, again, no_more) = match entry.errand {
        Errand::Send => (words::NOT_SENT, words::RETRY, words::DELETE),
        Errand::Edit { .. } => (words::NOT_CHANGED, words::SAVE_ANYWAY, words::DROP_CHANGE),
        Errand::Delete { .. } => (words::NOT_DELETED, words::RETRY, words::KEEP_MESSAGE),
    };
    let why = format!("{what}: {why}");
    let copy = match entry.content.is_empty() {
        true => View::new(),
        false => view! {
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| client.copy(&copied))) { (words::COPY) }
        },
    };
    // Who may still write there was refused for another reason than their rights.
    let channel = entry.channel;
    let asks = client.model.with_untracked(|model| {
        model.hubs.channel(channel).is_some() && !model.permissions(channel).contains(Permissions::SEND)
    });
    let explain = match asks {
        true => view! {
            button(class="button button-small button-quiet", r#type="button", data-testid="why-refused", on:click=handler(move |_| client.open(Governing::Why(channel, None)))) {
                (words::permissions::WHY)
            }
        },
        false => View::new(),
    };
    let symbol = icon("warning");
    view! {
        div(class="message-failed", role="alert") {
            p { (symbol) span { (why) } }
            div(class="message-failed-actions") {
                button(class="button button-small", r#type="button", on:click=handler(move |_| client.retry(&retried))) { (again) }
                (explain)
                (copy)
                button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| client.discard(&discarded))) { (no_more) }
            }
        }
    }
}
