//! What everybody is told.

use super::list::Ask;
use crate::client::Client;
use crate::components::field::{Field, field};
use crate::reactive::{Live, handler};
use crate::words::console as words;
use hubbub_shared::model::{Announcement, CurrentAnnouncement};
use hubbub_shared::protocol::command::{AdminAnnounce, AdminEndAnnouncement, GetAnnouncement};
use hubbub_shared::text::AnnouncementText;
use sycamore::prelude::*;

/// Draws the section.
pub fn news(client: Client) -> View {
    let told = create_signal(None::<Announcement>);
    let put = move |current: CurrentAnnouncement| {
        if told.is_alive() {
            told.set(current.announcement);
        }
    };
    client.call(GetAnnouncement {}, move |answer| match answer {
        Ok(current) => put(current),
        Err(problem) => client.complain(&problem),
    });
    let (text, ask) = (create_signal(String::new()), Ask::new());
    let line = field(Field {
        id: "console-announcement",
        label: words::TEXT,
        example: words::TEXT_EXAMPLE,
        value: text,
        problem: ask.problem,
        max: AnnouncementText::MAX_CHARS,
    });
    let length = ask.length_field();
    let now = move || {
        told.get_clone().map_or_else(View::new, |one| {
            view! {
                p { strong { (words::TOLD_NOW) } " " bdi { (one.text) } }
                button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| {
                    client.call(AdminEndAnnouncement {}, move |answer| match answer {
                        Ok(()) => put(CurrentAnnouncement { announcement: None }),
                        Err(problem) => client.complain(&problem),
                    });
                })) { (words::TAKE_BACK) }
            }
        })
    };
    view! {
        section(class="panel", aria-label=words::NEWS) {
            (Live { now: move || now() })
            form(class="console-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                let command = AdminAnnounce { text: text.get_clone_untracked(), until: ask.until() };
                client.call(command, move |answer| match answer {
                    Ok(current) => {
                        put(current);
                        client.notify(words::DONE);
                    }
                    Err(problem) => ask.failed(problem),
                });
            })) {
                (line)
                (length)
                button(class="button button-wide", r#type="submit") { (words::ANNOUNCE) }
            }
        }
    }
}
