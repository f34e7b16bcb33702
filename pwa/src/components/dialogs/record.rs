//! What moderators know about a member: notes they write for each other, and what was done before.

mod history;
mod notes;

use crate::client::use_client;
use crate::components::dialog::dialog;
use crate::components::toasts::toasts;
use crate::reactive::{Live, create_selector};
use crate::state::Care;
use crate::words::members as words;
use hubbub_shared::HubId;
use hubbub_shared::model::User;
use sycamore::prelude::*;

pub fn record(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (id, title, notices) = (user.id, words::record_of(&user.display_name), toasts());
    let care = create_selector(move || client.model.with(|model| Care::now(model, hub, id)));
    let notes = create_selector(move || care.get().notes);
    let measures = create_selector(move || care.get().measures);
    let body = view! {
        div(class="dialog-body record") {
            (Live { now: move || if notes.get() { untrack(|| notes::notes(client, hub, id)) } else { View::new() } })
            (Live { now: move || if measures.get() { untrack(|| history::history(client, hub, id)) } else { View::new() } })
        }
        // What lies beneath the dialog cannot be reached as long as it is open.
        (notices)
    };
    dialog(title, body)
}
