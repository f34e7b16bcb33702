//! The files of a message that is on its way, shown from the device.

use super::held::{face, progress};
use crate::client::Client;
use crate::state::attaching::of;
use sycamore::prelude::*;

/// Draws them. What another tab holds is not seen here.
pub fn waiting(client: Client, nonce: &str) -> View {
    let held = client.files.with_untracked(|files| of(files, nonce).cloned().collect::<Vec<_>>());
    let cells: Vec<View> = held
        .iter()
        .map(|held| {
            let (face, progress) = (face(held), progress(client, &held.key));
            view! { div(class="held") { (face) (progress) } }
        })
        .collect();
    view! { div(class="held-files") { (cells) } }
}
