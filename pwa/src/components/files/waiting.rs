//! The files of a message that is on its way, shown from the device.

use super::held::{face, progress};
use crate::client::Client;
use crate::reactive::{Live, create_selector};
use crate::state::attaching::of;
use sycamore::prelude::*;

/// Draws them, as soon as they are read. What another tab holds is not seen here.
pub fn waiting(client: Client, nonce: &str) -> View {
    let nonce = nonce.to_owned();
    let keys = create_selector(move || {
        client.files.with(|files| of(files, &nonce).map(|held| held.key.clone()).collect::<Vec<_>>())
    });
    view! {
        div(class="held-files") {
            (Live { now: move || keys.get_clone().iter().map(|key| one(client, key)).collect::<Vec<View>>() })
        }
    }
}

fn one(client: Client, key: &str) -> View {
    let Some(held) = client.held(key) else { return View::new() };
    let (face, progress) = (face(&held), progress(client, key));
    view! { div(class="held") { (face) (progress) } }
}
