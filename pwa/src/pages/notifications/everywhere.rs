//! What holds wherever nothing else is chosen, and how much a notification shows.

use crate::browser;
use crate::client::Client;
use crate::reactive::handler;
use crate::words::SAVED;
use crate::words::notifications as words;
use hubbub_shared::model::{NotificationLevel, NotificationSettings};
use hubbub_shared::protocol::command::UpdateNotificationSettings;
use sycamore::prelude::*;

/// Nothing is changed.
pub const UNCHANGED: UpdateNotificationSettings =
    UpdateNotificationSettings { level: None, previews: None, quiet_hours: None };

/// Draws the section.
pub fn everywhere(client: Client, settings: &NotificationSettings) -> View {
    let (level, previews) = (create_signal(settings.level), create_signal(settings.previews));
    let choices: Vec<View> = words::EVERYWHERE
        .into_iter()
        .map(|(this, label, hint)| choice(client, level, this, (label, hint)))
        .collect();
    let set_previews = move |wanted: bool| {
        previews.set(wanted);
        let change = UpdateNotificationSettings { previews: Some(wanted), ..UNCHANGED };
        client.change_notifications(change, move |answer| match answer {
            Ok(_) => client.notify(SAVED),
            Err(problem) => {
                client.complain(&problem);
                if previews.is_alive() {
                    previews.set(!wanted);
                }
            }
        });
    };
    view! {
        section(class="panel", aria-label=words::OF_WHAT) {
            h2 { (words::OF_WHAT) }
            div(role="radiogroup", aria-label=words::OF_WHAT) { (choices) }
            label(class="switch") {
                span(class="card-text") {
                    strong { (words::PREVIEWS) }
                    span(class="hint") { (words::PREVIEWS_HINT) }
                }
                input(r#type="checkbox", role="switch", prop:checked=move || previews.get(), on:change=handler(move |event: web_sys::Event| {
                    set_previews(browser::is_checked(&event));
                }))
            }
        }
    }
}

fn choice(
    client: Client,
    level: Signal<NotificationLevel>,
    this: NotificationLevel,
    (label, hint): (&'static str, &'static str),
) -> View {
    let choose = move || {
        let before = level.replace(this);
        let change = UpdateNotificationSettings { level: Some(this), ..UNCHANGED };
        client.change_notifications(change, move |answer| match answer {
            Ok(_) => client.notify(SAVED),
            Err(problem) => {
                client.complain(&problem);
                if level.is_alive() {
                    level.set(before);
                }
            }
        });
    };
    view! {
        label(class="governing-tick") {
            input(r#type="radio", name="notification-level", prop:checked=move || level.get() == this, on:change=handler(move |_: web_sys::Event| choose()))
            span(class="card-text") {
                strong { (label) }
                span(class="hint") { (hint) }
            }
        }
    }
}
