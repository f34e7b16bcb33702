//! Timing out, kicking and banning somebody: why, for how long, and what becomes of their messages.

use super::form::{Form, choice, line};
use crate::client::panel::Governing;
use crate::client::{Client, use_client};
use crate::clock;
use crate::components::dialog::dialog;
use crate::reactive::{Live, create_selector, handler};
use crate::words::{moderation as words, permissions};
use hubbub_shared::model::User;
use hubbub_shared::protocol::command::{BanUser, TimeOutMember};
use hubbub_shared::text::Reason;
use hubbub_shared::{ErrorCode, HubId, Problem, Timestamp, UserId};
use sycamore::prelude::*;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const HOUR_SECS: u64 = 3_600;

pub fn time_out(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (form, reason, length) = (Form::new(), create_signal(String::new()), create_signal(0));
    let (id, name) = (user.id, user.display_name.clone());
    let (title, hint) = (words::time_out_title(&name), words::time_out_hint(&name));
    let fields = View::from(vec![
        choice(
            "timeout-length",
            words::LENGTH,
            words::TIMEOUTS.into_iter().map(|(words, _)| words),
            move |place| length.set(place),
        ),
        reason_field(&form, reason),
        why(hub, &form),
    ]);
    let body = form.danger(hint, fields, words::TIME_OUT, move |form| {
        let minutes = words::TIMEOUTS.get(length.get_untracked()).map_or(0, |(_, minutes)| *minutes);
        let until = Some(Timestamp(clock::now() + minutes * MINUTE_MS));
        let (done, change) =
            (words::timed_out(&name), TimeOutMember { hub, user: id, until, reason: given(reason) });
        client.time_out(change, move |answer| match answer {
            Ok(()) => {
                client.close();
                client.offer_undo(done, move || {
                    set_timeout(client, hub, id, None, move || client.notify(words::TIMEOUT_ENDED));
                });
            }
            Err(problem) => form.failed()(told(problem)),
        });
    });
    dialog(title, body)
}

/// Ends somebody's timeout.
pub fn end_timeout(client: Client, hub: HubId, user: UserId, until: Timestamp) {
    set_timeout(client, hub, user, None, move || {
        client.offer_undo(words::TIMEOUT_ENDED.to_owned(), move || {
            set_timeout(client, hub, user, Some(until), move || client.notify(words::TIMEOUT_AGAIN));
        });
    });
}

fn set_timeout(
    client: Client,
    hub: HubId,
    user: UserId,
    until: Option<Timestamp>,
    done: impl FnOnce() + 'static,
) {
    client.time_out(TimeOutMember { hub, user, until, reason: None }, move |answer| match answer {
        Ok(()) => done(),
        Err(problem) => client.complain(&told(problem)),
    });
}

pub fn kick(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (form, reason) = (Form::new(), create_signal(String::new()));
    let (id, name) = (user.id, user.display_name.clone());
    let (title, hint) = (words::kick_title(&name), words::kick_hint(&name));
    let fields = View::from(vec![reason_field(&form, reason), why(hub, &form)]);
    let body = form.danger(hint, fields, words::KICK, move |form| {
        client.kick(hub, id, given(reason), answered(form, words::kicked(&name)));
    });
    dialog(title, body)
}

pub fn ban(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (form, reason) = (Form::new(), create_signal(String::new()));
    let (length, deletion) = (create_signal(0), create_signal(0));
    let (id, name) = (user.id, user.display_name.clone());
    let is_member = client.model.with_untracked(|model| model.members.get(hub, id).is_some());
    let (title, hint) = (words::ban_title(&name), words::ban_hint(&name, is_member));
    let fields = View::from(vec![
        reason_field(&form, reason),
        choice(
            "ban-length",
            words::LENGTH,
            words::LENGTHS.into_iter().map(|(words, _)| words),
            move |place| length.set(place),
        ),
        choice(
            "ban-deletion",
            words::DELETE_MESSAGES,
            words::DELETIONS.into_iter().map(|(words, _)| words),
            move |place| deletion.set(place),
        ),
        why(hub, &form),
    ]);
    let body = form.danger(hint, fields, words::BAN, move |form| {
        let hours = words::LENGTHS.get(length.get_untracked()).and_then(|(_, hours)| *hours);
        let delete = words::DELETIONS.get(deletion.get_untracked()).and_then(|(_, hours)| *hours);
        let ban = BanUser {
            hub,
            user: id,
            until: hours.map(|hours| Timestamp(clock::now() + hours * HOUR_MS)),
            reason: given(reason),
            delete_last_secs: delete.map(|hours| hours * HOUR_SECS),
        };
        client.ban(ban, answered(form, words::banned(&name)));
    });
    dialog(title, body)
}

fn reason_field(form: &Form, reason: Signal<String>) -> View {
    line(form, "reason", words::REASON, words::REASON_EXAMPLE, reason, Reason::MAX_CHARS)
}

/// Leads to why somebody may not do it, when they were told so.
fn why(hub: HubId, form: &Form) -> View {
    let (client, problem) = (use_client(), form.problem);
    let is_forbidden = create_selector(move || {
        problem.with(|problem| problem.as_ref().is_some_and(|problem| problem.code == ErrorCode::Forbidden))
    });
    view! {
        (Live { now: move || if is_forbidden.get() {
            view! {
                button(class="button button-small button-quiet", r#type="button", data-testid="why", on:click=handler(move |_| client.open(Governing::WhyInHub(hub)))) {
                    (permissions::WHY)
                }
            }
        } else {
            View::new()
        } })
    }
}

fn given(reason: Signal<String>) -> Option<String> {
    Some(reason.get_clone_untracked().trim().to_owned()).filter(|reason| !reason.is_empty())
}

fn answered(form: Form, done: String) -> impl FnOnce(Result<(), Problem>) + 'static {
    let client = use_client();
    move |answer| match answer {
        Ok(()) => {
            client.close();
            client.notify(done);
        }
        Err(problem) => form.failed()(told(problem)),
    }
}

/// Somebody who wants to remove a person is told about that person.
fn told(problem: Problem) -> Problem {
    let message = match problem.code {
        ErrorCode::Forbidden => words::NOT_BELOW,
        ErrorCode::NotFound => words::GONE,
        _ => return problem,
    };
    Problem { message: message.to_owned(), ..problem }
}
