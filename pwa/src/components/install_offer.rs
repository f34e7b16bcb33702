//! Offers to install the app: once it is used, where it can be, and not again soon after "not now".

use super::icon::icon;
use crate::client::Client;
use crate::client::panel::General;
use crate::offline::install;
use crate::reactive::{Live, handler};
use crate::state::Route;
use crate::{browser, words};
use sycamore::prelude::*;

/// The browser tells a little after the start whether it can.
const LOOK_AFTER_MS: i32 = 4_000;

/// Draws the offer, on the list of hubs alone: no conversation is disturbed.
pub fn install_offer(client: Client) -> View {
    let worth = create_signal(false);
    browser::later(LOOK_AFTER_MS, move || {
        if worth.is_alive() {
            worth.set(install::is_worth_offering());
        }
    });
    view! {
        (Live { now: move || if worth.get() && client.route.with(|route| *route == Route::Home) { offer(client, worth) } else { View::new() } })
    }
}

fn offer(client: Client, worth: Signal<bool>) -> View {
    let symbol = icon("install");
    view! {
        aside(class="install-offer", aria-label=words::INSTALL) {
            (symbol)
            p { (words::INSTALL_OFFER) }
            button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| {
                install::decline();
                worth.set(false);
            })) { (words::NOT_NOW) }
            button(class="button button-small", r#type="button", on:click=handler(move |_| {
                install::decline();
                worth.set(false);
                client.open(General::Install);
            })) { (words::INSTALL_HOW) }
        }
    }
}
