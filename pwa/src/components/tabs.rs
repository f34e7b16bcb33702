//! On phones, the ways to everywhere, where a thumb reaches them: hubs, what concerns one, finding, oneself.

use super::hub_rail::{count, me_picture, messages};
use super::icon::icon;
use crate::client::Client;
use crate::client::panel::General;
use crate::reactive::{Live, create_selector, handler};
use crate::state::Route;
use crate::words;
use sycamore::prelude::*;

/// Draws the tabs.
pub fn tabs(client: Client) -> View {
    let at_hubs =
        create_selector(move || client.route.with(|route| matches!(route, Route::Home | Route::Hub(_))));
    let at_settings = create_selector(move || {
        client.route.with(|route| matches!(route, Route::Settings | Route::Notifications))
    });
    let at_inbox =
        create_selector(move || client.route.with(|route| matches!(route, Route::Inbox | Route::Saved)));
    let mentions = create_selector(move || client.model.with(|model| model.mentions()));
    let (hubs, inbox, glass, me) = (icon("chat"), icon("inbox"), icon("search"), me_picture(client));
    let messages = messages(client, "tab");
    view! {
        nav(class="tabs", aria-label=words::TABS) {
            a(class="tab", data-link="", href="/", aria-current=move || at_hubs.get().then_some("page")) {
                span(class="tab-symbol") { (hubs) }
                (words::HUBS)
            }
            a(class="tab", data-link="", href="/inbox", aria-current=move || at_inbox.get().then_some("page")) {
                span(class="tab-symbol") {
                    (inbox)
                    (Live { now: move || count(mentions.get()) })
                }
                (words::INBOX)
                span(class="unseen") { (Live { now: move || words::for_you(mentions.get()) }) }
            }
            (messages)
            button(class="tab", r#type="button", on:click=handler(move |_| client.open(General::Switcher))) {
                span(class="tab-symbol") { (glass) }
                (words::SEARCH)
            }
            a(class="tab", data-link="", href="/settings", aria-current=move || at_settings.get().then_some("page")) {
                span(class="tab-symbol tab-me") { (me) }
                (words::TAB_YOU)
            }
        }
    }
}
