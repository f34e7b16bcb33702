//! What is shown this once, since only its hash is kept: a token, or an address with one in it.

use super::more_icons::icon;
use crate::client::Client;
use crate::reactive::handler;
use sycamore::prelude::*;

/// What it is, in words. `id` is that of the field, for whoever looks for it.
pub struct ShownOnce {
    /// Of the field with the secret.
    pub id: &'static str,
    /// What to do with it.
    pub title: &'static str,
    /// What it is good for, and what to beware of.
    pub hint: &'static str,
    /// What the field is called.
    pub label: &'static str,
    /// On the button that copies it.
    pub copy: &'static str,
    /// On the button that hides it for good.
    pub seen: &'static str,
}

/// More that is drawn: between the words and the secret, below the secret, and below the button that copies it.
#[derive(Default)]
pub struct Beside {
    /// Between the words and the secret.
    pub above: View,
    /// Right below the secret.
    pub below: View,
    /// Below the button that copies.
    pub after: View,
}

impl ShownOnce {
    /// Draws the words, the secret and its buttons; `close` hides them for good.
    pub fn view(self, client: Client, secret: String, beside: Beside, close: impl Fn() + 'static) -> View {
        let Self { id, title, hint, label, copy, seen } = self;
        let Beside { above, below, after } = beside;
        let (copied, symbol) = (secret.clone(), icon("copy"));
        view! {
            div(class="key-token", role="group", aria-label=title) {
                strong { (title) }
                p(class="hint") { (hint) }
                (above)
                input(id=id, class="input input-link", r#type="text", readonly=true, value=secret, data-testid=id, aria-label=label)
                (below)
                button(class="button button-wide", r#type="button", on:click=handler(move |_| client.copy(&copied))) {
                    (symbol)
                    (copy)
                }
                (after)
                button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| close())) { (seen) }
            }
        }
    }
}
