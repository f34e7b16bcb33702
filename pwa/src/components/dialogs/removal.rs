//! Kicking and banning somebody: why, for how long, and what becomes of their messages.

use super::form::{Form, choice, line};
use crate::client::use_client;
use crate::clock;
use crate::components::dialog::dialog;
use crate::words::moderation as words;
use hubbub_shared::model::User;
use hubbub_shared::protocol::command::BanUser;
use hubbub_shared::text::Reason;
use hubbub_shared::{ErrorCode, HubId, Problem, Timestamp};
use sycamore::prelude::*;

const HOUR_MS: i64 = 3_600_000;
const HOUR_SECS: u64 = 3_600;

pub fn kick(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (form, reason) = (Form::new(), create_signal(String::new()));
    let (id, name) = (user.id, user.display_name.clone());
    let (title, hint, fields) =
        (words::kick_title(&name), words::kick_hint(&name), reason_field(&form, reason));
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
