//! Asks once before everybody is called, where that is many.

use crate::client::use_client;
use crate::components::dialog::dialog;
use crate::reactive::handler;
use crate::words::{self, conversing};
use hubbub_shared::{ChannelId, Crowd};
use sycamore::prelude::*;

pub fn notify_many(channel: ChannelId, crowd: Crowd) -> View {
    let client = use_client();
    let (count, is_all) = client.model.with_untracked(|model| model.known_members(channel));
    let hint = match crowd {
        Crowd::Everyone => conversing::NOTIFY_MANY,
        Crowd::Here => conversing::NOTIFY_HERE,
    };
    let body = view! {
        div(class="dialog-body") {
            p(class="hint") { (hint) }
            div(class="dialog-buttons") {
                button(class="button button-quiet", r#type="button", data-focus="", on:click=handler(move |_| client.close())) { (words::CANCEL) }
                button(class="button", r#type="button", data-testid="notify-many", on:click=handler(move |_| {
                    client.close();
                    client.agreed.set(true);
                })) { (conversing::NOTIFY) }
            }
        }
    };
    dialog(conversing::notify_title(crowd, count, is_all), body)
}
