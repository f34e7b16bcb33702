//! When nothing is pushed.

use super::everywhere::UNCHANGED;
use crate::client::Client;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{minutes_of, time_of};
use crate::words::notifications as words;
use crate::words::{SAVE, SAVED};
use crate::{browser, clock};
use hubbub_shared::model::QuietHours;
use hubbub_shared::protocol::command::UpdateNotificationSettings;
use sycamore::prelude::*;

/// The night of most people.
const NIGHT: (u16, u16) = (22 * 60, 7 * 60);

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct Quiet {
    client: Client,
    /// As the server has it.
    saved: Signal<Option<QuietHours>>,
    from: Signal<String>,
    to: Signal<String>,
    problem: Signal<Option<String>>,
}

/// Draws the section.
pub fn quiet(client: Client, saved: Option<QuietHours>) -> View {
    let (from, to) = saved.as_ref().map_or(NIGHT, |hours| (hours.from, hours.to));
    let quiet = Quiet {
        client,
        saved: create_signal(saved),
        from: create_signal(time_of(from)),
        to: create_signal(time_of(to)),
        problem: create_signal(None),
    };
    let is_on = create_selector(move || quiet.saved.with(Option::is_some));
    view! {
        section(class="panel", aria-label=words::QUIET) {
            label(class="switch") {
                span(class="card-text") {
                    h2 { (words::QUIET) }
                    span(class="hint") { (words::QUIET_HINT) }
                }
                input(r#type="checkbox", role="switch", prop:checked=move || is_on.get(), on:change=handler(move |event: web_sys::Event| {
                    quiet.switch(browser::is_checked(&event));
                }))
            }
            (Live { now: move || if is_on.get() { form(quiet) } else { View::new() } })
        }
    }
}

fn form(quiet: Quiet) -> View {
    let here = clock::time_zone();
    let zone = create_selector(move || {
        quiet.saved.with(|saved| match saved {
            Some(hours) if hours.time_zone != here => words::other_zone(&hours.time_zone, &here),
            _ => words::zone(&here),
        })
    });
    let is_changed = create_selector(move || {
        quiet.wanted().is_none_or(|wanted| quiet.saved.with(|saved| saved.as_ref() != Some(&wanted)))
    });
    let (from, to) = (time("quiet-from", words::FROM, quiet.from), time("quiet-to", words::TO, quiet.to));
    view! {
        form(class="quiet-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            quiet.save();
        })) {
            (from)
            (to)
            button(class="button", r#type="submit", disabled=move || !is_changed.get()) { (SAVE) }
        }
        p(class="hint") { (Live { now: move || zone.get_clone() }) }
        (Live { now: move || match quiet.problem.get_clone() {
            None => View::new(),
            Some(why) => view! { p(class="field-problem", role="alert") { (why) } },
        } })
    }
}

fn time(id: &'static str, label: &'static str, value: Signal<String>) -> View {
    let now = value.get_clone_untracked();
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            input(id=id, class="input", r#type="time", required=true, value=now, on:input=handler(move |event: web_sys::Event| {
                if let Some(time) = browser::value_of(&event) {
                    value.set(time);
                }
            }))
        }
    }
}

impl Quiet {
    /// What the fields say, by the clock of this device. `None`: they say nothing that can be kept.
    fn wanted(self) -> Option<QuietHours> {
        let from = self.from.with(|from| minutes_of(from))?;
        let to = self.to.with(|to| minutes_of(to))?;
        (from != to).then(|| QuietHours { from, to, time_zone: clock::time_zone() })
    }

    fn switch(self, on: bool) {
        self.problem.set(None);
        if on && self.wanted().is_none() {
            self.from.set(time_of(NIGHT.0));
            self.to.set(time_of(NIGHT.1));
        }
        let wanted = if on { self.wanted() } else { None };
        self.send(wanted);
    }

    fn save(self) {
        match self.wanted() {
            Some(wanted) => self.send(Some(wanted)),
            None => self.problem.set(Some(words::SAME_TIMES.to_owned())),
        }
    }

    /// On the screen at once; what the server refuses is taken back.
    fn send(self, wanted: Option<QuietHours>) {
        self.problem.set(None);
        let before = self.saved.replace(wanted.clone());
        let change = UpdateNotificationSettings { quiet_hours: Some(wanted), ..UNCHANGED };
        self.client.change_notifications(change, move |answer| match answer {
            Ok(_) => self.client.notify(SAVED),
            Err(problem) if self.saved.is_alive() => {
                self.saved.set(before);
                self.problem.set(Some(problem.message));
            }
            Err(problem) => self.client.complain(&problem),
        });
    }
}
