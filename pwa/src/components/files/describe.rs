//! Asks what is to be seen in a picture, for people who cannot see it.

use super::held::face;
use crate::browser;
use crate::client::use_client;
use crate::components::dialog::dialog;
use crate::reactive::handler;
use crate::words::{self as all, files as words};
use sycamore::prelude::*;

/// So many characters has a description at most.
const MOST_CHARS: &str = "1000";

/// Draws the question about a file.
pub fn describe(key: &str) -> View {
    let client = use_client();
    let Some(held) = client.held(key) else {
        browser::soon(move || client.close());
        return View::new();
    };
    let (picture, text, key) = (face(&held), create_signal(held.description.clone()), held.key);
    let body = view! {
        form(class="dialog-body describe", on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            client.describe_file(&key, &text.get_clone_untracked());
            client.close();
        })) {
            (picture)
            div(class="field") {
                label(r#for="description") { (words::DESCRIBE_HINT) }
                textarea(id="description", class="input", rows="3", maxlength=MOST_CHARS, data-focus="", data-testid="description", bind:value=text)
            }
            button(class="button button-wide", r#type="submit") { (all::SAVE) }
        }
    };
    dialog(words::DESCRIBE_TITLE.to_owned(), body)
}
